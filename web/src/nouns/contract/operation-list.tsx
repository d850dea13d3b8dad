import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { count, formatNumber } from '../../lib/text/count.ts';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { OperationName } from './operation-name.tsx';
import classes from './operation-name.module.css';

/**
 * The operations that something reaches, folded when there are several. `total` may count more than are known; `rest` is
 * how one comes to those.
 */
export function OperationList({
  operations,
  total,
  rest,
}: {
  operations: readonly string[];
  total: number;
  rest?: ReactNode;
}) {
  const [first, ...others] = operations;
  if (first === undefined) return <Text c="dimmed">The whole API</Text>;
  if (others.length === 0) return <OperationName name={first} />;
  return (
    <LazyDisclosure title={<OperationName name={first} />} hint={`and ${formatNumber(total - 1)} more`}>
      {() => (
        // A block that scrolls has to be reachable without a mouse.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul className={classes.list} tabIndex={0} aria-label={count(total, 'operation')}>
          {operations.map((name) => (
            <li key={name}>
              <OperationName name={name} />
            </li>
          ))}
          {total > operations.length && (rest ?? <li>and {formatNumber(total - operations.length)} more</li>)}
        </ul>
      )}
    </LazyDisclosure>
  );
}

import { Text } from '@mantine/core';
import type { ImpactMatrixView, MatrixRow } from '@parley/shared/contracts/contract-matrix';
import { count, formatNumber } from '../../lib/text/count.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ContactLinks } from './contact-links.tsx';
import { MatrixCell } from './matrix-cell.tsx';
import classes from './matrix.module.css';

/** The matrix where it has no room as a table: each consumer with what reaches it. */
export function MatrixCards({ matrix }: { matrix: ImpactMatrixView }) {
  return (
    <ul className={classes.cards} aria-label="Consumers and changes">
      {matrix.rows.map((row) => (
        <li key={row.consumerId} className={classes.card}>
          <Card row={row} matrix={matrix} />
        </li>
      ))}
    </ul>
  );
}

function Card({ row, matrix: { columns, isObserved } }: { row: MatrixRow; matrix: ImpactMatrixView }) {
  const elsewhere = row.breaking + row.risky - row.cells.length;
  return (
    <>
      <TextLink to="/consumers/$id" params={{ id: row.consumerId }}>
        {row.name}
      </TextLink>
      <ContactLinks of={row} />
      <Text c="dimmed" size="sm" mt={4}>
        {formatNumber(row.callsWeek)} calls in 7 days, {formatNumber(row.callsMonth)} in 30. Last{' '}
        <Time at={row.lastSeenAt} absent="none" />.
      </Text>
      <ul className={classes.reach}>
        {row.cells.map((cell) => {
          const change = columns[cell.column];
          return (
            change && (
              <li key={cell.column}>
                <StatusBadge status={change.severity} /> <CodeText text={change.text} />
                <div>
                  <MatrixCell cell={cell} isObserved={isObserved} />
                </div>
              </li>
            )
          );
        })}
        {elsewhere > 0 && <li className={classes.none}>and {count(elsewhere, 'change')} on other pages</li>}
      </ul>
    </>
  );
}

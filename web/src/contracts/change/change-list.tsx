import { Title } from '@mantine/core';
import { useState } from 'react';
import type { ChangeView } from '@parley/shared/contracts/contract';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { OperationList } from '../../nouns/contract/operation-list.tsx';
import { RestOfOperations } from './rest-of-operations.tsx';
import { ChangeItem } from './change-item.tsx';
import classes from './change-item.module.css';
import type { Between } from '../../nouns/document-diff/change-lines.tsx';
import { firstOf, groupByOperation, groupBySeverity, type ChangeGroup } from './change-groups.ts';

const changesStep = 100;

/** Changes under the operations that they reach, or under their severity. The first hundred, then more on demand. */
export function ChangeList({
  changes,
  between,
  isBySeverity,
}: {
  changes: readonly ChangeView[];
  between: Between;
  isBySeverity: boolean;
}) {
  const [amount, setAmount] = useState(changesStep);
  const groups = isBySeverity ? groupBySeverity(changes) : groupByOperation(changes);
  return (
    <>
      {firstOf(groups, amount).map((group) => (
        <section key={group.key} className={classes.group} aria-label={group.title}>
          <Heading group={group} between={between} />
          <ul className={classes.list}>
            {group.changes.map((change) => (
              <ChangeItem
                key={`${change.fingerprint} ${change.pointer}`}
                change={change}
                between={between}
                hasOperations={isBySeverity}
              />
            ))}
          </ul>
        </section>
      ))}
      {changes.length > amount && (
        <div className={classes.group}>
          <GrowButton hiddenCount={changes.length - amount} grow={() => setAmount(amount + changesStep)} />
        </div>
      )}
    </>
  );
}

function Heading({
  group: { title, operations, operationCount, changes },
  between,
}: {
  group: ChangeGroup;
  between: Between;
}) {
  const [change] = changes;
  if (operations.length === 0)
    return (
      <Title order={3} my={6}>
        {title}
      </Title>
    );
  return (
    <Title order={3} my={6} fw={500}>
      <OperationList
        operations={operations}
        total={operationCount}
        rest={change && <RestOfOperations change={change} between={between} />}
      />
    </Title>
  );
}

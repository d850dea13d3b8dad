import { Text } from '@mantine/core';
import { count } from '../../lib/text/count.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { OperationName } from '../../nouns/contract/operation-name.tsx';
import type { OperationEntry } from './operation-index.ts';
import { OperationView } from './operation-view.tsx';
import classes from './operation-view.module.css';

const operationsStep = 60;
const groupsStep = 60;
/** With few operations, all tags are open at first. */
const openOperations = 40;

/** Operations by tag. A tag, and an operation in it, is made when it is opened. */
export function OperationGroups({
  groups,
}: {
  groups: readonly { tag: string; entries: OperationEntry[] }[];
}) {
  const total = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  const { shown, ...rest } = useGrowing(groups, groupsStep);
  return (
    <>
      {shown.map(({ tag, entries }) => (
        <LazyDisclosure
          key={tag}
          title={<Text fw={600}>{tag}</Text>}
          hint={count(entries.length, 'operation')}
          isOpenAtFirst={total <= openOperations}
        >
          {() => <Operations entries={entries} />}
        </LazyDisclosure>
      ))}
      <GrowButton {...rest} />
    </>
  );
}

function Operations({ entries }: { entries: readonly OperationEntry[] }) {
  const { shown, ...rest } = useGrowing(entries, operationsStep);
  return (
    <>
      <ul className={classes.list}>
        {shown.map((entry) => (
          <li key={entry.name}>
            <LazyDisclosure title={<OperationName name={entry.name} />} hint={hintOf(entry)}>
              {() => <OperationView entry={entry} />}
            </LazyDisclosure>
          </li>
        ))}
      </ul>
      <GrowButton {...rest} />
    </>
  );
}

function hintOf({ summary, isDeprecated }: OperationEntry): string | undefined {
  const words = [summary, isDeprecated ? 'deprecated' : undefined].filter(Boolean);
  return words.join(', ') || undefined;
}

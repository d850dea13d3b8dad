import { Button, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Selection, SelectionAct } from '../../lib/list/selection.ts';
import { totalWords } from '../../lib/list/total-words.ts';
import { count } from '../../lib/text/count.ts';
import type { ListProps } from './list-table.tsx';
import classes from './selection-bar.module.css';

/** What is chosen, the way to all that match, and what can be done with it. Stays in sight while the list scrolls. */
export function SelectionBar<Row>({
  selection,
  choose,
  page,
  query,
  total,
  noun,
  renderBulk,
}: Pick<ListProps<Row>, 'query' | 'total' | 'noun' | 'renderBulk'> & {
  selection: Selection;
  choose: (act: SelectionAct) => void;
  page: readonly string[];
}) {
  const { ids, isAll } = selection;
  if (!isAll && ids.size === 0) return null;
  const [one, many] = noun;
  const all = total ? `: ${totalWords(total, noun)}` : '';
  // The step after choosing the page: what lies beyond it.
  const hasMore = query.data?.nextCursor !== null || (total?.count ?? 0) > ids.size;
  const canChooseAll = !isAll && hasMore && page.every((id) => ids.has(id));
  return (
    <Group component="section" aria-label="What is chosen" className={classes.bar} gap="xs">
      <Text component="output" fw={600}>
        {isAll ? `All that match are chosen${all}` : `${count(ids.size, one, many)} chosen`}
      </Text>
      {canChooseAll && (
        <Button type="button" size="xs" variant="subtle" onClick={() => choose({ kind: 'all' })}>
          Choose all that match{all}
        </Button>
      )}
      {renderBulk?.({ ids: [...ids], isAll, clear: () => choose({ kind: 'clear' }) })}
      <Button
        type="button"
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<IconX size={14} />}
        onClick={() => choose({ kind: 'clear' })}
      >
        Choose none
      </Button>
    </Group>
  );
}

import { List, Stack, Text } from '@mantine/core';
import type { RequirementEntryView } from '@parley/shared/access/requirement-entry';
import { Time } from '../../ui/text/time.tsx';
import { actWords, fieldWords } from './requirement-words.ts';

/** What was done with a requirement and said of it, the latest first. `authorWords` says who each was. */
export function RequirementEntries({
  entries,
  authorWords,
}: {
  entries: readonly RequirementEntryView[];
  authorWords: (author: RequirementEntryView['author']) => string;
}) {
  if (entries.length === 0) return <Text c="dimmed">Nothing was done or said yet.</Text>;
  return (
    <List listStyleType="none" spacing="md">
      {entries.map((entry) => (
        <List.Item key={entry.id}>
          <Stack gap={2}>
            <Text size="sm">
              <strong>{actWords[entry.act]}</strong> by {authorWords(entry.author)}, <Time at={entry.at} />
            </Text>
            {entry.text && <Text style={{ whiteSpace: 'pre-wrap' }}>{entry.text}</Text>}
            {entry.act !== 'declare' && <Changed changes={entry.changes} />}
          </Stack>
        </List.Item>
      ))}
    </List>
  );
}

function Changed({ changes }: Pick<RequirementEntryView, 'changes'>) {
  const fields = Object.keys(changes).filter((field) => field !== 'status');
  if (fields.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {fields.map((field) => fieldWords[field] ?? field).join(', ')}
    </Text>
  );
}

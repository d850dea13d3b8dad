import { Select, Stack, Text, TextInput } from '@mantine/core';
import type { IssueDetail } from '@parley/shared/monitoring/issue';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { instantOf, localOf } from '../../lib/time/local-time.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { keepIssue } from './keep-issue.ts';
import { NoteField } from './note-field.tsx';

const spans = [
  { value: String(hourMs), label: 'for an hour' },
  { value: String(4 * hourMs), label: 'for four hours' },
  { value: String(dayMs), label: 'for a day' },
  { value: String(7 * dayMs), label: 'for a week' },
  { value: '', label: 'until a time…' },
];
const later = (ms: number) => new Date(Date.now() + ms).toISOString();

/** Asks until when an issue is to be left alone. */
export function MuteIssueDialog({
  issue,
  opened,
  onClose,
}: {
  issue: IssueDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const [span, setSpan] = useState(String(dayMs));
  const [time, setTime] = useState(() => localOf(later(dayMs)));
  const [note, setNote] = useState('');
  const mute = useMutation(api.issue.mute.mutationOptions({ onSuccess: keepIssue }));
  const until = () => (span === '' ? (instantOf(time) ?? '') : later(Number(span)));
  return (
    <ConfirmDialog
      opened={opened}
      title="Mute the issue"
      environment={issue.environment}
      confirmLabel="Mute"
      isDangerous={false}
      facts={
        <Stack gap="sm">
          <Text>Failures are counted on. When the time is over it is open again, unless it has ended.</Text>
          <Select
            label="How long"
            allowDeselect={false}
            data={spans}
            value={span}
            onChange={(next) => setSpan(next ?? '')}
          />
          {span === '' && (
            <TextInput
              type="datetime-local"
              label="Until"
              required
              value={time}
              onChange={(event) => setTime(event.currentTarget.value)}
            />
          )}
          <NoteField note={note} onChange={setNote} />
        </Stack>
      }
      onClose={onClose}
      onConfirm={async () => mute.mutateAsync({ id: issue.id, until: until(), ...(note.trim() && { note }) })}
    />
  );
}

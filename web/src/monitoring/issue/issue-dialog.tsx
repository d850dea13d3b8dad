import { Stack, Text } from '@mantine/core';
import type { IssueAct, IssueDetail } from '@parley/shared/monitoring/issue';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { keepIssue } from './keep-issue.ts';
import { NoteField } from './note-field.tsx';

const words: Record<IssueAct, { title: string; text: string; confirm: string }> = {
  acknowledge: {
    title: 'Acknowledge the issue',
    text: 'Others see that you are at it. It leaves what needs somebody, and ends by itself when deliveries arrive again.',
    confirm: 'Acknowledge',
  },
  resolve: {
    title: 'Resolve the issue',
    text: 'When deliveries fail for the same reason again, it opens again.',
    confirm: 'Resolve',
  },
  reopen: {
    title: 'Reopen the issue',
    text: 'It is among what needs somebody again.',
    confirm: 'Reopen',
  },
};

/** Asks for a note before an act, and does it. */
export function IssueDialog({
  verb,
  issue,
  opened,
  onClose,
}: {
  verb: IssueAct;
  issue: IssueDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const [note, setNote] = useState('');
  const act = useMutation(api.issue[verb].mutationOptions({ onSuccess: keepIssue }));
  const { title, text, confirm } = words[verb];
  return (
    <ConfirmDialog
      opened={opened}
      title={title}
      environment={issue.environment}
      confirmLabel={confirm}
      isDangerous={false}
      facts={
        <Stack gap="sm">
          <Text>{text}</Text>
          <NoteField note={note} onChange={setNote} />
        </Stack>
      }
      onClose={onClose}
      onConfirm={async () => act.mutateAsync({ id: issue.id, ...(note.trim() && { note }) })}
    />
  );
}

import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { AccountSessionView } from '@parley/shared/administration/account';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Time } from '../../ui/text/time.tsx';
import { browserWords } from './browser-words.ts';

const columns = (end: (id: string) => void): Column<AccountSessionView>[] => [
  {
    id: 'browser',
    header: 'Browser',
    cell: ({ agent, isCurrent }) => `${browserWords(agent)}${isCurrent ? ' (this one)' : ''}`,
  },
  { id: 'peer', header: 'Signed in from', cell: ({ peer }) => <code>{peer ?? 'unknown'}</code>, wide: true },
  { id: 'since', header: 'Signed in', cell: ({ createdAt }) => <Time at={createdAt} />, align: 'right' },
  {
    id: 'end',
    header: 'Ends if unused',
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
    align: 'right',
    wide: true,
  },
  {
    id: 'act',
    header: 'Act',
    align: 'right',
    cell: (session) =>
      !session.isCurrent && (
        <Button
          type="button"
          variant="default"
          size="compact-xs"
          aria-label={`End the session of ${browserWords(session.agent)} from ${session.peer ?? 'an unknown address'}`}
          onClick={() => end(session.id)}
        >
          End
        </Button>
      ),
  },
];

const onSuccess = async ({ ended }: { ended: number }) => {
  notifications.show({ message: `${count(ended, 'session')} ended.` });
  await queryClient.invalidateQueries(api.account.sessions.queryFilter());
};

/** Where one is signed in, with a way to end each session but this one, or all others at once. */
export function AccountSessions() {
  const sessions = useQuery(api.account.sessions.queryOptions());
  const [isAsking, setAsking] = useState(false);
  const endOne = useMutation(api.account.endSession.mutationOptions({ onSuccess }));
  const endOthers = useMutation(api.account.endOtherSessions.mutationOptions({ onSuccess }));
  const others = (sessions.data?.items ?? []).filter(({ isCurrent }) => !isCurrent).length;
  return (
    <Section
      flush
      title="Where you are signed in"
      actions={
        others > 0 && (
          <Button type="button" variant="default" onClick={() => setAsking(true)}>
            End all others
          </Button>
        )
      }
    >
      <ProblemAlert error={endOne.error} />
      <DataTable
        isBare
        label="Sessions"
        query={{ ...sessions, data: sessions.data && { items: sessions.data.items, nextCursor: null } }}
        columns={columns((id) => endOne.mutate({ id }))}
        rowKey={({ id }) => id}
        empty={null}
      />
      {sessions.data?.hasMore && (
        <Text c="dimmed" p="sm">
          These are the latest hundred. “End all others” ends the older ones too.
        </Text>
      )}
      <ConfirmDialog
        opened={isAsking}
        title="End all other sessions"
        environment={null}
        facts="Every browser but this one is signed out at once. Whoever uses them has to sign in again."
        confirmLabel="End all others"
        onConfirm={async () => endOthers.mutateAsync()}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}

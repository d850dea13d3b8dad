import { Button, Group, List, Text } from '@mantine/core';
import type { AcceptanceView } from '@parley/shared/contracts/contract';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { forgetJudgements } from './forget-judgements.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/changes');

/** Who answers for a breaking change, why, and until when; and the way to take that back or to renew it. */
export function AcceptanceLine({ slug, acceptance }: { slug: string; acceptance: AcceptanceView }) {
  const { approver, reason, expiresAt, createdAt } = acceptance;
  const now = useNow();
  const isOver = expiresAt !== null && new Date(expiresAt) <= now;
  return (
    <Group gap="xs" mt={6}>
      <StatusBadge status={isOver ? 'expired' : 'accepted'} />
      <Text style={{ flex: '1 1 240px', overflowWrap: 'anywhere' }}>
        By {approver}, <Time at={createdAt} />: {reason}{' '}
        <Text component="span" c="dimmed">
          {expiresAt === null ? '(for ever)' : '(until '}
          {expiresAt !== null && <Time at={expiresAt} />}
          {expiresAt !== null && ')'}
        </Text>
      </Text>
      <Acts slug={slug} fingerprint={acceptance.fingerprint} />
    </Group>
  );
}

function Acts({ slug, fingerprint }: { slug: string; fingerprint: string }) {
  const [isAsking, setAsking] = useState(false);
  const navigate = route.useNavigate();
  const mayPublish = useMay('contracts:publish');
  const withdraw = useMutation(api.contractChange.withdraw.mutationOptions({ onSuccess: forgetJudgements }));
  if (!mayPublish) return null;
  return (
    <>
      <Button
        type="button"
        variant="default"
        onClick={() =>
          void navigate({ search: (before) => ({ ...before, accept: fingerprint }), resetScroll: false })
        }
      >
        Change…
      </Button>
      <Button type="button" variant="default" onClick={() => setAsking(true)}>
        Withdraw…
      </Button>
      <ConfirmDialog
        environment={null}
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Withdraw this acceptance?"
        facts={
          <List size="sm" spacing={4}>
            <List.Item>Versions with this change cannot be published until it is accepted again.</List.Item>
            <List.Item>What is published already stays published.</List.Item>
          </List>
        }
        confirmLabel="Withdraw"
        onConfirm={async () => withdraw.mutateAsync({ slug, fingerprint })}
      />
    </>
  );
}

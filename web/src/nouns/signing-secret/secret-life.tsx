import { Text } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { proofOf, type SecretLife as Life, type SecretProof } from './secret-proof.ts';

const Overlap = z.object({
  previousSecretExpiresAt: z.object({ after: z.string().nullable() }),
});

/** Whether the receiver of an endpoint took its signing secret, as far as what was delivered says so. */
export function SecretLife({ endpoint, actions }: { endpoint: EndpointView; actions?: ReactNode }) {
  const life = useSecretLife(endpoint);
  const now = useNow(endpoint.lastSuccessAt);
  return (
    <Section title="Signing secret" actions={actions}>
      {life ? (
        <KeyValue
          facts={[
            ['Set', <Time key="set" at={life.setAt} />],
            ...(life.overlapUntil
              ? [['The one before', <Overlapped key="before" until={life.overlapUntil} now={now} />] as const]
              : []),
            ['Last success', <Time key="success" at={life.lastSuccessAt} absent="Never" />],
            ['Taken by the receiver', <Proof key="proof" proof={proofOf(life, now)} life={life} />],
          ]}
        />
      ) : (
        <Text c="dimmed">When it was set is in the audit trail, which is for those who hold audit:read.</Text>
      )}
    </Section>
  );
}

/** When the secret was set, which the audit trail knows; `undefined` until it is known, and to those who may not read it. */
function useSecretLife({ id, createdAt, lastSuccessAt, lastFailureAt }: EndpointView): Life | undefined {
  const mayRead = useMay('audit:read');
  const rotations = useQuery(
    api.audit.list.queryOptions(
      { targetId: id, action: 'endpoint.rotate_secret', limit: 1 },
      { enabled: mayRead, refetchInterval: 15_000 },
    ),
  );
  if (!rotations.data) return undefined;
  const [latest] = rotations.data.items;
  const overlap = Overlap.safeParse(latest?.changes);
  return {
    setAt: latest?.at ?? createdAt,
    isRotated: latest !== undefined,
    overlapUntil: overlap.success ? overlap.data.previousSecretExpiresAt.after : null,
    lastSuccessAt,
    lastFailureAt,
  };
}

function Overlapped({ until, now }: { until: string; now: Date }) {
  return (
    <>
      {Date.parse(until) > now.getTime() ? 'Stops signing ' : 'Stopped signing '}
      <Time at={until} />
    </>
  );
}

function Proof({ proof, life }: { proof: SecretProof; life: Life }) {
  return (
    <>
      <StatusBadge status={proof === 'taken' ? 'done' : proof === 'refused' ? 'failing' : 'pending'} />{' '}
      {words[proof](life)}
    </>
  );
}

const words: Record<SecretProof, (life: Life) => ReactNode> = {
  taken: ({ lastSuccessAt }) => (
    <>
      The delivery that succeeded <Time at={lastSuccessAt} /> was signed by this secret alone.
    </>
  ),
  both_sign: () => 'Both secrets sign now: a success does not say which of them the receiver checked.',
  not_seen: ({ isRotated }) =>
    isRotated
      ? 'Nothing arrived since it signs alone. A test event finds out.'
      : 'Nothing arrived yet. A test event finds out.',
  refused: () =>
    'What was sent since it signs alone failed. See why below the chart, or ask the signature doctor.',
};

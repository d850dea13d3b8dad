import type { RecoveryView } from '@parley/shared/webhooks/recovery';
import type { ReactNode } from 'react';
import { count, formatNumber } from '../../lib/text/count.ts';
import { useConsumerName } from '../../nouns/consumer/use-consumer-name.ts';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { LeftOutList } from '../../nouns/recovery/left-out-list.tsx';
import { EndpointLinks } from '../../nouns/endpoint/endpoint-links.tsx';
import { recoveryScopeWords } from '../../nouns/recovery/recovery-scope-words.ts';

/** What a recovery is about, and what it found when it was planned. */
export function RecoveryFacts({ recovery }: { recovery: RecoveryView }) {
  const { startedAt, finishedAt } = recovery;
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={recovery.id} what="recovery id" />],
        ['Sends again', recoveryScopeWords[recovery.scope].label],
        ['Found', count(recovery.plannedCount, 'delivery', 'deliveries')],
        ...(recovery.chosenCount === null
          ? []
          : [['Chosen one by one', count(recovery.chosenCount, 'delivery', 'deliveries')] as const]),
        ...(recovery.statuses ? [['Only those that are', recovery.statuses.join(', ')] as const] : []),
        ...(recovery.leftOut.length > 0
          ? [['Left out', <LeftOutList key="left-out" leftOut={recovery.leftOut} />] as const]
          : []),
        ['Oldest event', <Time key="oldest" at={recovery.oldestAt} />],
        ['Published', <Window key="published" recovery={recovery} />],
        ['Event types', recovery.eventTypes?.join(', ') ?? 'All'],
        [
          'Endpoints',
          <EndpointLinks key="endpoints" ids={recovery.endpointIds} total={recovery.endpointCount} />,
        ],
        ['Consumer', <Consumer key="consumer" id={recovery.consumerId} />],
        ['Environment', recovery.environment === 'live' ? 'Live' : 'Test'],
        ['Rate', rateWords(recovery)],
        ['Planned', <Time key="planned" at={recovery.createdAt} />],
        ...(startedAt ? [['Started', <Time key="started" at={startedAt} />] as const] : []),
        ...(finishedAt ? [['Over', <Time key="over" at={finishedAt} />] as const] : []),
      ]}
    />
  );
}

function Window({ recovery: { since, until } }: { recovery: RecoveryView }) {
  return (
    <>
      {since ? <Time at={since} look="full" /> : 'Up'} to <Time at={until} look="full" />
    </>
  );
}

function rateWords({ ratePerSecond }: RecoveryView): string {
  if (ratePerSecond === null) return 'As fast as the receivers take them';
  return `At most ${formatNumber(ratePerSecond)} a second`;
}

function Consumer({ id }: { id: string | null }): ReactNode {
  const name = useConsumerName(id);
  if (id === null) return 'Several';
  return (
    <TextLink to="/consumers/$id" params={{ id }}>
      {name}
    </TextLink>
  );
}

import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { longDurationWords } from '../../lib/time/duration.ts';
import { millisecondsWords } from '../../nouns/figures/figure-words.ts';
import { Numbers } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';

/** How far a delivery is, in four numbers. */
export function DeliveryNumbers({ delivery }: { delivery: DeliveryDetail }) {
  const { attempts, createdAt, completedAt, nextAttemptAt, status } = delivery;
  const latest = attempts.at(-1);
  const took = completedAt === null ? null : (Date.parse(completedAt) - Date.parse(createdAt)) / 1000;
  return (
    <Numbers
      label="This delivery in numbers"
      figures={[
        {
          label: 'Attempts',
          value: delivery.attemptCount,
          note: latest ? `the latest was ${latest.outcome}` : 'none yet',
          alarm: status === 'exhausted' ? 'bad' : status === 'failed' ? 'warn' : undefined,
        },
        {
          label: 'Last answer',
          value: latest ? (latest.responseStatus ?? 'None') : '—',
          note: latest ? (latest.error ?? 'taken') : 'nothing was sent yet',
        },
        {
          label: 'It took',
          value: latest ? millisecondsWords(latest.durationMs) : '—',
          note: 'the latest attempt',
          series: attempts.map(({ durationMs }) => durationMs),
        },
        took === null
          ? {
              label: 'Next attempt',
              value: <Time at={nextAttemptAt} absent="—" />,
              note: nextAttemptAt ? 'by its schedule' : 'none is planned',
            }
          : {
              label: status === 'delivered' ? 'Delivered within' : 'Given up after',
              value: longDurationWords(took),
              note: 'since it was published',
            },
      ]}
    />
  );
}

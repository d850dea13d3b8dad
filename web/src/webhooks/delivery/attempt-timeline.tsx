import { Text } from '@mantine/core';
import type { AttemptView, DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { Time } from '../../ui/text/time.tsx';
import { AttemptEntry } from './attempt-entry.tsx';
import classes from './attempt-timeline.module.css';

/** Every attempt in the order of time, then what comes next. The latest one stands open. */
export function AttemptTimeline({ delivery }: { delivery: DeliveryDetail }) {
  const { attempts } = delivery;
  const latest = attempts.at(-1);
  return (
    <ol className={classes.timeline}>
      {attempts.map((attempt) => (
        <Entry key={attempt.id} attempt={attempt} isLatest={attempt === latest} />
      ))}
      <NextStep delivery={delivery} />
    </ol>
  );
}

function Entry({ attempt, isLatest }: { attempt: AttemptView; isLatest: boolean }) {
  return (
    <li className={`${classes.entry} ${attempt.outcome === 'delivered' ? classes.good : classes.bad}`}>
      <AttemptEntry attempt={attempt} isLatest={isLatest} />
    </li>
  );
}

function NextStep({ delivery }: { delivery: DeliveryDetail }) {
  const { status, attempts, nextAttemptAt, setAside, lastError } = delivery;
  if (status === 'delivered' || status === 'cancelled') return null;
  return (
    <li className={`${classes.entry} ${classes.next}`}>
      <Text c="dimmed">
        {status === 'exhausted' &&
          ((setAside && lastError) || 'The schedule is used up: nothing more is sent by itself.')}
        {status !== 'exhausted' &&
          nextAttemptAt === null &&
          'It waits until its consumer and its endpoint are active.'}
        {status !== 'exhausted' && nextAttemptAt !== null && (
          <>
            Attempt {attempts.length + 1} <Time at={nextAttemptAt} />
          </>
        )}
      </Text>
    </li>
  );
}

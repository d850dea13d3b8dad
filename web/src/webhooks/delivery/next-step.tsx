import { Text } from '@mantine/core';
import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { Time } from '../../ui/text/time.tsx';
import classes from './attempt-waterfall.module.css';

/** When the next attempt is, or why there is none. Nothing once a delivery arrived. */
export function NextStep({ delivery }: { delivery: DeliveryDetail }) {
  const { status, attempts, nextAttemptAt, setAside, lastError } = delivery;
  if (status === 'delivered') return null;
  return (
    <li className={classes.next}>
      <Text c="dimmed">
        {status === 'cancelled' && 'Its endpoint was removed: nothing more is sent.'}
        {status === 'exhausted' &&
          ((setAside && lastError) || 'The schedule is used up: nothing more is sent by itself.')}
        {status !== 'exhausted' &&
          status !== 'cancelled' &&
          nextAttemptAt === null &&
          'It waits until its consumer and its endpoint are active.'}
        {status !== 'exhausted' && status !== 'cancelled' && nextAttemptAt !== null && (
          <>
            Attempt {attempts.length + 1} <Time at={nextAttemptAt} />
          </>
        )}
      </Text>
    </li>
  );
}

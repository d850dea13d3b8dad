import { Alert } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconClockPause } from '@tabler/icons-react';
import { useState } from 'react';
import { retryAfterSeconds } from '../../lib/problem/problem.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

/** Why the sign-in failed. After too many tries it counts down to the next one. */
export function SignInFailure({ error }: { error: unknown }) {
  const waitSeconds = retryAfterSeconds(error);
  if (waitSeconds === null) return <ProblemAlert error={error} />;
  return <Countdown key={waitSeconds} seconds={waitSeconds} />;
}

function Countdown({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState(seconds);
  useInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000, { autoInvoke: true });
  return (
    <Alert role="alert" color="yellow" icon={<IconClockPause size={18} />} title="Too many failed sign-ins">
      {left > 0 ? (
        <>
          Wait <strong>{formatWait(left)}</strong>, then try again.
        </>
      ) : (
        'You can try again now.'
      )}
    </Alert>
  );
}

function formatWait(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

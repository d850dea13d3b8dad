import type { AttemptView } from '@parley/shared/webhooks/delivery';
import classes from './attempt-waterfall.module.css';
import { phasesOf } from './attempt-phases.ts';

/** How long an attempt took beside the longest, in milliseconds: its phases one after the other, where they are known. */
export function AttemptBar({ attempt, longest }: { attempt: AttemptView; longest: number }) {
  const phases = phasesOf(attempt);
  return (
    <span
      className={classes.bar}
      style={{ width: `${Math.max(0.5, (100 * attempt.durationMs) / longest)}%` }}
    >
      {phases.map(({ name, ms }) => (
        <span key={name} className={classes.phase} data-phase={name} style={{ flexGrow: ms }} />
      ))}
    </span>
  );
}

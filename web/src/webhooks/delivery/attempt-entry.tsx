import { Text } from '@mantine/core';
import type { AttemptView } from '@parley/shared/webhooks/delivery';
import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { AttemptAnswer } from './attempt-answer.tsx';
import classes from './attempt-entry.module.css';

const triggerWords: Record<AttemptView['trigger'], string> = {
  schedule: '',
  manual: 'By hand, ',
  recovery: 'By a recovery, ',
};

/** One attempt in a line; opens to the whole answer. The latest one is open until somebody closes it. */
export function AttemptEntry({
  attempt,
  isLatest,
  bar,
}: {
  attempt: AttemptView;
  isLatest: boolean;
  /** What draws how long it took. */
  bar: ReactNode;
}) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = chosen ?? isLatest;
  return (
    <details
      className={classes.attempt}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) setChosen(currentTarget.open);
      }}
    >
      <summary className={classes.summary}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        <Text component="span" fw={600}>
          Attempt {attempt.number}
        </Text>
        <StatusBadge status={attempt.outcome} />
        <span className={classes.result}>{result(attempt)}</span>
        <span className={classes.when}>
          {triggerWords[attempt.trigger]}
          {duration(attempt.durationMs)}, <Time at={attempt.startedAt} />
        </span>
        {bar}
      </summary>
      <div className={classes.answer}>
        <AttemptAnswer attempt={attempt} />
      </div>
    </details>
  );
}

function result({ responseStatus, error }: AttemptView): string {
  return responseStatus === null ? (error ?? 'No answer') : `HTTP ${responseStatus}`;
}

function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

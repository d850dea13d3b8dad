import { Stack, Text } from '@mantine/core';
import type { AttemptView } from '@parley/shared/webhooks/delivery';
import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './attempt-entry.module.css';

const triggerWords: Record<AttemptView['trigger'], string> = {
  schedule: '',
  manual: 'By hand, ',
  recovery: 'By a recovery, ',
};

/** One attempt in a line; opens to the whole answer. The latest one is open until somebody closes it. */
export function AttemptEntry({ attempt, isLatest }: { attempt: AttemptView; isLatest: boolean }) {
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
      </summary>
      <Answer attempt={attempt} />
    </details>
  );
}

function Answer({ attempt }: { attempt: AttemptView }) {
  const headers = Object.entries(attempt.responseHeaders ?? {});
  return (
    <Stack gap="sm" className={classes.answer ?? ''}>
      <KeyValue
        facts={[
          ['Sent to', attempt.url],
          ['Started', <code key="started">{attempt.startedAt}</code>],
          ...(attempt.error && attempt.responseStatus !== null ? [['Error', attempt.error] as const] : []),
        ]}
      />
      {attempt.responseStatus === null ? (
        <Text c="dimmed">There was no complete answer.</Text>
      ) : (
        <>
          <Labelled title="Answer headers">
            {headers.length > 0 ? (
              <CodeBlock
                wrap
                label={`headers of the answer to attempt ${attempt.number}`}
                code={headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
              />
            ) : (
              <Text c="dimmed">None.</Text>
            )}
          </Labelled>
          <Labelled title="Answer body">
            {attempt.responseBody ? (
              <CodeBlock
                wrap
                label={`body of the answer to attempt ${attempt.number}`}
                code={attempt.responseBody}
              />
            ) : (
              <Text c="dimmed">Empty.</Text>
            )}
          </Labelled>
        </>
      )}
    </Stack>
  );
}

function Labelled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {title}
      </Text>
      {children}
    </div>
  );
}

function result({ responseStatus, error }: AttemptView): string {
  return responseStatus === null ? (error ?? 'No answer') : `HTTP ${responseStatus}`;
}

function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

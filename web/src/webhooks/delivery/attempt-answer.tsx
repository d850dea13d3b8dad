import { Stack, Text } from '@mantine/core';
import type { AttemptView } from '@parley/shared/webhooks/delivery';
import type { ReactNode } from 'react';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { type Phase, phasesOf } from './attempt-phases.ts';

/** Where an attempt went, and the whole of what came back. */
export function AttemptAnswer({ attempt }: { attempt: AttemptView }) {
  const phases = phasesOf(attempt);
  const headers = Object.entries(attempt.responseHeaders ?? {});
  return (
    <Stack gap="sm">
      <KeyValue
        facts={[
          ['Sent to', attempt.url],
          ['Started', <code key="started">{attempt.startedAt}</code>],
          ...(phases.length > 0 ? [['Took', phases.map(phaseWords).join(', ')] as const] : []),
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

const phaseNames: Record<Phase['name'], string> = {
  connect: 'to a connection',
  wait: 'to the first byte',
  read: 'to read the answer',
};

const phaseWords = ({ name, ms }: Phase): string => `${ms.toFixed(1)} ms ${phaseNames[name]}`;

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

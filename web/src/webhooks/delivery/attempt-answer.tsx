import { Stack, Text } from '@mantine/core';
import type { AttemptView } from '@parley/shared/webhooks/delivery';
import type { ReactNode } from 'react';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';

/** Where an attempt went, and the whole of what came back. */
export function AttemptAnswer({ attempt }: { attempt: AttemptView }) {
  const headers = Object.entries(attempt.responseHeaders ?? {});
  return (
    <Stack gap="sm">
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

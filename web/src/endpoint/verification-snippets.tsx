import { Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from '../ui/code-block.tsx';
import { pythonSnippet, shellSnippet, typeScriptSnippet } from './snippets.ts';

/** How a receiver verifies webhooks, to copy. Without `secret` the commands read it from the environment. */
export function VerificationSnippets({ url, secret }: { url: string; secret?: string }) {
  return (
    <Tabs defaultValue="typescript" keepMounted={false}>
      <Tabs.List mb="xs">
        <Tabs.Tab value="typescript">TypeScript</Tabs.Tab>
        <Tabs.Tab value="python">Python</Tabs.Tab>
        <Tabs.Tab value="shell">curl and openssl</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="typescript">
        <Hint>
          With the package <code>standardwebhooks</code> from npm. Verify the raw body, before it is parsed.
        </Hint>
        <CodeBlock code={typeScriptSnippet} label="TypeScript that verifies a webhook" />
      </Tabs.Panel>
      <Tabs.Panel value="python">
        <Hint>
          With the package <code>standardwebhooks</code> from PyPI. Verify the raw body, before it is parsed.
        </Hint>
        <CodeBlock code={pythonSnippet} label="Python that verifies a webhook" />
      </Tabs.Panel>
      <Tabs.Panel value="shell">
        <Hint>
          Signs a message and sends it to the receiver, as Parley does: a way to try the receiver alone.
        </Hint>
        <CodeBlock code={shellSnippet(url, secret)} label="commands that send a signed webhook" />
      </Tabs.Panel>
    </Tabs>
  );
}

function Hint({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" mb={8}>
      {children}
    </Text>
  );
}

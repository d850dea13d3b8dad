import { Tabs, Text } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import type { ReactNode } from 'react';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { keyPairSnippet, pythonSnippet, shellSnippet, typeScriptSnippet } from './verification-code.ts';

type Signing = Pick<EndpointView, 'url' | 'signatures' | 'publicKey'>;

interface Snippet {
  tab: string;
  hint: ReactNode;
  label: string;
  code: string;
}

/** How a receiver verifies webhooks, to copy. Without `secret` the commands read it from the environment. */
export function VerificationSnippets({ endpoint, secret }: { endpoint: Signing; secret?: string }) {
  const { url, signatures, publicKey } = endpoint;
  const snippets = [
    ...(signatures.includes('v1') ? secretSnippets(url, secret) : []),
    ...(publicKey === null ? [] : [publicKeySnippet(publicKey)]),
  ];
  return (
    <Tabs defaultValue={snippets[0]?.tab ?? null} keepMounted={false}>
      <Tabs.List mb="xs">
        {snippets.map(({ tab }) => (
          <Tabs.Tab key={tab} value={tab}>
            {tab}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ tab, hint, label, code }) => (
        <Tabs.Panel key={tab} value={tab}>
          <Text c="dimmed" mb={8}>
            {hint}
          </Text>
          <CodeBlock code={code} label={label} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function secretSnippets(url: string, secret: string | undefined): Snippet[] {
  return [
    {
      tab: 'TypeScript',
      hint: (
        <>
          With the package <code>standardwebhooks</code> from npm. Verify the raw body, before it is parsed.
        </>
      ),
      label: 'TypeScript that verifies a webhook',
      code: typeScriptSnippet,
    },
    {
      tab: 'Python',
      hint: (
        <>
          With the package <code>standardwebhooks</code> from PyPI. Verify the raw body, before it is parsed.
        </>
      ),
      label: 'Python that verifies a webhook',
      code: pythonSnippet,
    },
    {
      tab: 'curl and openssl',
      hint: 'Signs a message and sends it to the receiver, as Parley does: a way to try the receiver alone.',
      label: 'commands that send a signed webhook',
      code: shellSnippet(url, secret),
    },
  ];
}

function publicKeySnippet(publicKey: string): Snippet {
  return {
    tab: 'v1a, TypeScript',
    hint: 'With the public key of this endpoint, which is no secret. Verify the raw body, before it is parsed.',
    label: 'TypeScript that verifies a v1a signature',
    code: keyPairSnippet(publicKey),
  };
}

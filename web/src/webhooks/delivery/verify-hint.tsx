import { Stack, Text } from '@mantine/core';
import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { shellQuote } from '../../lib/rest/curl.ts';
import { CodeBlock } from '../../ui/code/code-block.tsx';

/** How a receiver can tell that the request is ours: the headers, and a command that repeats the signature. */
export function VerifyHint({ delivery }: { delivery: DeliveryDetail }) {
  const latest = delivery.attempts.at(-1);
  const timestamp = latest ? String(Math.floor(new Date(latest.startedAt).getTime() / 1000)) : '<seconds>';
  const headers = [
    `webhook-id: ${delivery.eventId}`,
    `webhook-timestamp: ${timestamp}`,
    'webhook-signature: v1,<base64>',
  ].join('\n');
  return (
    <Stack gap="sm">
      <Text c="dimmed">
        Every request carries three headers of Standard Webhooks. The id stays the same on every attempt and
        replay; the time and the signature are of the one attempt
        {latest ? `, here of attempt ${latest.number}` : ''}.
      </Text>
      <CodeBlock code={headers} label="headers of the request" />
      <Text c="dimmed">
        With the endpoint’s secret in <code>$SECRET</code> this command prints the signature that follows{' '}
        <code>v1,</code> in the header. In code, use a library of standardwebhooks.com, and refuse times that
        are more than five minutes away.
      </Text>
      <CodeBlock
        code={verifyCommand(delivery.eventId, timestamp, delivery.requestBody)}
        label="command that repeats the signature"
      />
    </Stack>
  );
}

function verifyCommand(id: string, timestamp: string, body: string): string {
  return [
    `KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')`,
    `printf %s ${shellQuote(`${id}.${timestamp}.${body}`)} \\`,
    '  | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64',
  ].join('\n');
}

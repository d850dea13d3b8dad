import { Stack, Text } from '@mantine/core';
import type { ClientCreated } from '@parley/shared/access/client';
import { useNavigate } from '@tanstack/react-router';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { SecretOnce } from '../../ui/form/secret-once.tsx';
import { firstToken } from './client-first-token.ts';

/** Shows the secret of a client once, with how it gets a token; then leads to the client. Nothing while `client` is `null`. */
export function ClientSecret({
  title,
  client,
  onStored,
}: {
  title: string;
  client: ClientCreated | null;
  onStored: () => void;
}) {
  const navigate = useNavigate();
  const secret = client?.secret ?? null;
  return (
    <SecretOnce
      title={title}
      what="client secret"
      size="lg"
      secret={secret}
      onStored={() => {
        onStored();
        if (!client) return;
        const { id, environment } = client;
        void navigate({ to: '/clients/$id', params: { id }, search: { env: environment } });
      }}
    >
      {client && secret !== null && (
        <Stack gap={6}>
          <Text fw={600}>Client id</Text>
          <CodeBlock code={client.id} label="client id" />
          <Text fw={600}>Try it</Text>
          <Text c="dimmed">
            Gets a token, which works for {client.tokenSeconds / 60} minutes, and calls with it.
          </Text>
          <CodeBlock
            code={firstToken(client.id, secret, location.origin)}
            label="curl commands with the client"
          />
        </Stack>
      )}
    </SecretOnce>
  );
}

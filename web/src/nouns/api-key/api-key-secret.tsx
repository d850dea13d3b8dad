import { Stack, Text } from '@mantine/core';
import type { ApiKeyCreated } from '@parley/shared/access/api-key';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { SecretOnce } from '../../ui/form/secret-once.tsx';
import { firstCall } from './api-key-first-call.ts';

/** Shows a new key once, with a call that works; then leads to the key. Nothing while `apiKey` is `null`. */
export function ApiKeySecret({
  title,
  apiKey,
  onStored,
}: {
  title: string;
  apiKey: ApiKeyCreated | null;
  onStored: () => void;
}) {
  const navigate = useNavigate();
  const eventTypes = useQuery(
    api.eventType.list.queryOptions({ limit: 1 }, { enabled: apiKey?.scopes.some(publishes) ?? false }),
  );
  const call = apiKey && firstCall(apiKey, location.origin, eventTypes.data?.items[0]);
  return (
    <SecretOnce
      title={title}
      what="API key"
      size="lg"
      secret={apiKey?.secret ?? null}
      onStored={() => {
        onStored();
        if (!apiKey) return;
        const { id, environment } = apiKey;
        void navigate({ to: '/api-keys/$id', params: { id }, search: { env: environment } });
      }}
    >
      {call && (
        <Stack gap={6}>
          <Text fw={600}>Try it</Text>
          <Text c="dimmed">{call.text}</Text>
          <CodeBlock code={call.command} label="curl command with the key" />
        </Stack>
      )}
    </SecretOnce>
  );
}

const publishes = (scope: string) => scope.startsWith('events:publish');

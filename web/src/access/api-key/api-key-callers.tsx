import { Alert, List, Skeleton, Text } from '@mantine/core';
import type { ApiKeyView } from '@parley/shared/access/api-key';
import type { KeyCallerView, KeyInUse } from '@parley/shared/access/api-key-callers';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** Who calls with a key, who still with the other one of a rotation, and who since it leaked. */
export function ApiKeyCallers({ apiKey }: { apiKey: ApiKeyView }) {
  const callers = useQuery({
    ...api.apiKey.callers.queryOptions({ id: apiKey.id }),
    refetchInterval: 10_000,
  });
  if (!callers.data)
    return callers.error ? <ProblemAlert error={callers.error} /> : <Skeleton h={120} radius="lg" mb="md" />;
  const { items, sinceLeak, operationsSinceLeak, replaces, replacedBy } = callers.data;
  return (
    <>
      {apiKey.leakedAt && (
        <Leaked
          apiKey={apiKey}
          leakedAt={apiKey.leakedAt}
          callers={sinceLeak}
          operations={operationsSinceLeak.map(({ operation, calls }) => `${operation} (${calls})`)}
        />
      )}
      {replaces && <OtherKey title="The key that it replaced" other={replaces} />}
      {replacedBy && <OtherKey title="The key that replaced it" other={replacedBy} />}
      <Section title="Who calls with it">
        <Callers callers={items} empty="Nobody within 90 days." />
      </Section>
    </>
  );
}

function Leaked({
  apiKey,
  leakedAt,
  callers,
  operations,
}: {
  apiKey: ApiKeyView;
  leakedAt: string;
  callers: readonly KeyCallerView[];
  operations: readonly string[];
}) {
  return (
    <Alert
      color="red"
      variant="light"
      role="note"
      title="This key was found where everybody can read it"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      mb="md"
    >
      Reported <Time at={leakedAt} />
      {apiKey.leakUrl && (
        <>
          , at <code>{apiKey.leakUrl}</code>
        </>
      )}
      . {apiKey.status === 'active' ? 'It still works: revoke it.' : 'It opens nothing any more.'}
      <Text size="sm" mt="xs">
        {operations.length === 0
          ? 'It has called nothing since.'
          : `Since that hour it called ${operations.join(', ')}.`}
      </Text>
      {callers.length > 0 && <Callers callers={callers} empty="" />}
    </Alert>
  );
}

function OtherKey({ title, other }: { title: string; other: KeyInUse }) {
  return (
    <Section title={title}>
      <Text size="sm" mb="xs">
        <TextLink to="/api-keys/$id" params={{ id: other.id }}>
          {other.name}
        </TextLink>{' '}
        <code>{other.hint}</code> {other.isActive ? 'is still accepted' : 'is not accepted any more'}
        {other.isActive && other.expiresAt && (
          <>
            , until <Time at={other.expiresAt} />
          </>
        )}
        .
      </Text>
      <Callers callers={other.callers} empty="Nobody has called with it within 90 days." />
    </Section>
  );
}

function Callers({ callers, empty }: { callers: readonly KeyCallerView[]; empty: string }) {
  if (callers.length === 0) return <Text c="dimmed">{empty}</Text>;
  return (
    <List size="sm" spacing={4}>
      {callers.map(({ address, agent, calls, lastAt }) => (
        <List.Item key={`${address} ${agent}`}>
          <code>{address ?? 'an unknown address'}</code> by {agent ?? 'a program without a name'}:{' '}
          {count(calls, 'call')}, the latest <Time at={lastAt} />
        </List.Item>
      ))}
    </List>
  );
}

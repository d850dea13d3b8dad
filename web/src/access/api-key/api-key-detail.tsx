import { Skeleton } from '@mantine/core';
import type { ApiKeyView } from '@parley/shared/access/api-key';
import { scopeDescriptions } from '@parley/shared/scope';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ApiKeyActions } from './api-key-actions.tsx';
import { ApiKeyUse } from './api-key-use.tsx';

const route = getRouteApi('/_console/api-keys/$id');

export function ApiKeyDetail() {
  const { id } = route.useParams();
  const key = useQuery(api.apiKey.get.queryOptions({ id }));
  if (key.error && !key.data) {
    return (
      <>
        <PageHeader title="API key" />
        <ErrorState
          error={key.error}
          onRetry={key.refetch}
          actions={<TextLink to="/api-keys">All API keys</TextLink>}
        />
      </>
    );
  }
  return (
    <>
      <ApiKeyHeader apiKey={key.data} />
      <Section title="Overview">{key.data ? <Overview apiKey={key.data} /> : <Skeleton h={180} />}</Section>
      <ApiKeyUse id={id} />
      <Section title="What it may do">
        {key.data ? <Scopes apiKey={key.data} /> : <Skeleton h={80} />}
      </Section>
    </>
  );
}

function ApiKeyHeader({ apiKey }: { apiKey: ApiKeyView | undefined }) {
  const mayWrite = useMay('api-keys:write');
  if (!apiKey) return <PageHeader title="API key" />;
  return (
    <PageHeader
      title={apiKey.name}
      environment={apiKey.environment}
      badge={<StatusBadge status={apiKey.status} />}
      actions={mayWrite && <ApiKeyActions key={apiKey.id} apiKey={apiKey} />}
    />
  );
}

function Overview({ apiKey }: { apiKey: ApiKeyView }) {
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={apiKey.id} what="API key id" />],
        ['Consumer', <Consumer key="consumer" apiKey={apiKey} />],
        ['Environment', apiKey.environment === 'live' ? 'Live' : 'Test'],
        ['Key', <code key="key">{apiKey.hint}</code>],
        ['Created', <Time key="created" at={apiKey.createdAt} />],
        ...(apiKey.createdByKeyId
          ? [
              [
                'Made by',
                <TextLink key="maker" to="/api-keys/$id" params={{ id: apiKey.createdByKeyId }}>
                  <code>{apiKey.createdByKeyId}</code>
                </TextLink>,
              ] as const,
            ]
          : []),
        ['Last used', <Time key="used" at={apiKey.lastUsedAt} absent="Never" />],
        [
          apiKey.status === 'expired' ? 'Expired' : 'Expires',
          <Time key="expires" at={apiKey.expiresAt} absent="Never" />,
        ],
        ...(apiKey.revokedAt ? [['Revoked', <Time key="revoked" at={apiKey.revokedAt} />] as const] : []),
      ]}
    />
  );
}

function Consumer({ apiKey }: { apiKey: ApiKeyView }) {
  return (
    <TextLink to="/consumers/$id" params={{ id: apiKey.consumerId }}>
      {apiKey.consumerName}
    </TextLink>
  );
}

function Scopes({ apiKey }: { apiKey: ApiKeyView }) {
  return <KeyValue facts={apiKey.scopes.map((scope) => [scope, scopeDescriptions[scope]])} />;
}

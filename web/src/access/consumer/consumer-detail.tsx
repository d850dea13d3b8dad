import { Skeleton } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
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
import { ConsumerActions } from './consumer-actions.tsx';
import { ConsumerEndpoints } from '../../nouns/endpoint/consumer-endpoints.tsx';
import { ConsumerKeys } from '../../nouns/api-key/consumer-keys.tsx';
import { kindLabels } from '../../nouns/consumer/consumer-kinds.ts';

const route = getRouteApi('/_console/consumers/$id');

export function ConsumerDetail() {
  const { id } = route.useParams();
  const consumer = useQuery(api.consumer.get.queryOptions({ id }));
  const mayReadKeys = useMay('api-keys:read');
  const mayReadEndpoints = useMay('endpoints:read');
  if (consumer.error && !consumer.data) {
    return (
      <>
        <PageHeader title="Consumer" />
        <ErrorState
          error={consumer.error}
          onRetry={consumer.refetch}
          actions={<TextLink to="/consumers">All consumers</TextLink>}
        />
      </>
    );
  }
  return (
    <>
      <ConsumerHeader consumer={consumer.data} />
      <Section title="Overview">
        {consumer.data ? <Overview consumer={consumer.data} /> : <Skeleton h={130} />}
      </Section>
      {mayReadKeys && <ConsumerKeys consumerId={id} />}
      {mayReadEndpoints && <ConsumerEndpoints consumerId={id} />}
    </>
  );
}

function ConsumerHeader({ consumer }: { consumer: ConsumerView | undefined }) {
  const mayWrite = useMay('consumers:write');
  if (!consumer) return <PageHeader title="Consumer" />;
  return (
    <PageHeader
      title={consumer.name}
      badge={<StatusBadge status={consumer.status} />}
      description={consumer.description}
      actions={mayWrite && <ConsumerActions consumer={consumer} />}
    />
  );
}

function Overview({ consumer }: { consumer: ConsumerView }) {
  return (
    <KeyValue
      facts={[
        ['Id', <Id key="id" value={consumer.id} what="consumer id" />],
        ['Kind', kindLabels[consumer.kind]],
        ['Contact', consumer.contactEmail],
        ['Technical contact', consumer.technicalEmail],
        ['Registered', <Time key="registered" at={consumer.createdAt} />],
        ['Changed', <Time key="changed" at={consumer.updatedAt} />],
      ]}
    />
  );
}

import { Skeleton } from '@mantine/core';
import type { EndpointView } from '@parley/shared/endpoint';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { EndpointActions } from './endpoint-actions.tsx';
import { EndpointDeliveries } from './endpoint-deliveries.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';
import { EndpointShape } from './endpoint-shape.tsx';
import { PauseNotice } from './pause-notice.tsx';
import { RecoverLink } from './recover-link.tsx';
import { VerificationSnippets } from './verification-snippets.tsx';

const route = getRouteApi('/_console/endpoints/$id');

export function EndpointDetail() {
  const { id } = route.useParams();
  const endpoint = useQuery(api.endpoint.get.queryOptions({ id }, { refetchInterval: 10_000 }));
  const mayReadDeliveries = useMay('deliveries:read');
  if (endpoint.error && !endpoint.data) {
    return (
      <>
        <PageHeader title="Endpoint" />
        <ErrorState
          error={endpoint.error}
          onRetry={endpoint.refetch}
          actions={<TextLink to="/endpoints">All endpoints</TextLink>}
        />
      </>
    );
  }
  return (
    <>
      <EndpointHeader endpoint={endpoint.data} />
      {endpoint.data?.pausedUntil && <PauseNotice until={endpoint.data.pausedUntil} />}
      <Section title="Overview">
        {endpoint.data ? <EndpointFacts endpoint={endpoint.data} /> : <Skeleton h={240} />}
      </Section>
      <Section title="What is sent, and how">
        {endpoint.data ? <EndpointShape endpoint={endpoint.data} /> : <Skeleton h={200} />}
      </Section>
      {mayReadDeliveries && <EndpointDeliveries endpointId={id} />}
      {endpoint.data && (
        <Section title="Verify the signature">
          <VerificationSnippets endpoint={endpoint.data} />
        </Section>
      )}
    </>
  );
}

function EndpointHeader({ endpoint }: { endpoint: EndpointView | undefined }) {
  const mayWrite = useMay('endpoints:write');
  const mayRecover = useMay('deliveries:write');
  if (!endpoint) return <PageHeader title="Endpoint" />;
  return (
    <PageHeader
      title={endpoint.url}
      badge={<StatusBadge status={endpoint.pausedUntil ? 'paused' : endpoint.status} />}
      description={endpoint.description}
      actions={
        <>
          {mayRecover && endpoint.status === 'active' && <RecoverLink endpoint={endpoint} />}
          {mayWrite && <EndpointActions endpoint={endpoint} />}
        </>
      }
    />
  );
}

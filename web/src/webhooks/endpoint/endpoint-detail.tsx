import { Skeleton } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
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
import { EndpointDeliveries } from '../../nouns/delivery/endpoint-deliveries.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';
import { SubscriptionFacts } from '../../nouns/subscription/subscription-facts.tsx';
import { EndpointPauseNotice } from '../../nouns/endpoint/endpoint-pause-notice.tsx';
import { RecoverLink } from '../../nouns/recovery/recover-link.tsx';
import { VerificationSnippets } from '../../nouns/signing-secret/verification-snippets.tsx';

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
      {endpoint.data?.pausedUntil && <EndpointPauseNotice until={endpoint.data.pausedUntil} />}
      <Section title="Overview">
        {endpoint.data ? <EndpointFacts endpoint={endpoint.data} /> : <Skeleton h={240} />}
      </Section>
      <Section title="What is sent, and how">
        {endpoint.data ? <SubscriptionFacts endpoint={endpoint.data} /> : <Skeleton h={200} />}
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
      environment={endpoint.environment}
      badge={<StatusBadge status={endpoint.health} />}
      description={endpoint.description}
      actions={
        <>
          {mayRecover && endpoint.status === 'active' && <RecoverLink search={recoveryOf(endpoint)} />}
          {mayWrite && <EndpointActions endpoint={endpoint} />}
        </>
      }
    />
  );
}

/** A recovery of this endpoint, from its first failure on when it fails. */
function recoveryOf({ id, environment, failingSince }: EndpointView) {
  return { env: environment, endpointId: id, since: failingSince ?? undefined };
}

import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useMay } from '../../lib/session/session-context.ts';
import { EndpointDeliveries } from '../../nouns/delivery/endpoint-deliveries.tsx';
import { SubscriptionFacts } from '../../nouns/subscription/subscription-facts.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { Section } from '../../ui/page/section.tsx';
import { EndpointChart } from './endpoint-chart.tsx';
import { EndpointCauses } from './endpoint-causes.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';

/** How an endpoint does, and beside it what it is and what it wants. */
export function EndpointOverview({ endpoint }: { endpoint: EndpointView }) {
  const mayReadDeliveries = useMay('deliveries:read');
  return (
    <Beside
      aside={
        <>
          <Section title="About">
            <EndpointFacts endpoint={endpoint} />
          </Section>
          <Section title="What is sent, and how">
            <SubscriptionFacts endpoint={endpoint} />
          </Section>
        </>
      }
    >
      {mayReadDeliveries && (
        <>
          <EndpointChart endpoint={endpoint} />
          <EndpointCauses endpointId={endpoint.id} />
          <EndpointDeliveries endpointId={endpoint.id} />
        </>
      )}
    </Beside>
  );
}

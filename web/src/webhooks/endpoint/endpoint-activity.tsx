import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useMay } from '../../lib/session/session-context.ts';
import { EndpointDeliveries } from '../../nouns/delivery/endpoint-deliveries.tsx';

/** What went to an endpoint lately. */
export function EndpointActivity({ endpoint }: { endpoint: EndpointView }) {
  const mayRead = useMay('deliveries:read');
  return mayRead && <EndpointDeliveries endpointId={endpoint.id} rows={50} />;
}

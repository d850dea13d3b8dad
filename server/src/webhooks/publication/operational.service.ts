import type { Environment } from '@parley/shared/words/environment';
import type { EventPublished } from '@parley/shared/webhooks/event';
import { newId } from '../../platform/secret/id.ts';
import type { CatalogSnapshot } from '../catalog/catalog.service.ts';
import { Payload, type PayloadChecks } from '../payload/payload-checks.service.ts';
import type { Publication } from './publication.ts';
import type { Publisher } from './publish.service.ts';
import { targetsOf } from './targets.ts';

/** Something that Parley itself tells one consumer. */
interface OperationalEvent {
  /** `parley.…` or `contract.changed`: it reaches endpoints that ask for such by name. */
  type: string;
  data: Record<string, unknown>;
  /** What it is about. */
  subject: string;
  environment: Environment;
  consumerId: string;
  /** The request that caused it; `null` for what nobody asked for. */
  requestId: string | null;
  now: Date;
}

const publicationOf = ({ consumerId, requestId, now, ...event }: OperationalEvent): Publication => ({
  ...event,
  dataText: JSON.stringify(event.data),
  clientId: null,
  occurredAt: null,
  publisherId: '',
  keyId: null,
  requestId: requestId ?? newId('req', now.getTime()),
  audience: [consumerId],
  onlyEndpointId: null,
  isOperational: true,
  idempotency: null,
  isRepeat: false,
});

/** Publishes an event of Parley itself: without a publisher, a schema or an id of its own. */
export const publishOperational = async (
  publisher: Publisher,
  event: OperationalEvent,
): Promise<EventPublished> => publisher.publish(publicationOf(event));

/** How many endpoints would get it if it were published now. */
export const countOperationalTargets = (
  catalog: CatalogSnapshot,
  payloads: PayloadChecks,
  event: OperationalEvent,
): number => {
  const payload = new Payload(event.data);
  const targets = targetsOf(publicationOf(event), catalog, (_endpoint, filter) => {
    const verdict = payloads.checkNow(filter, payload);
    return verdict?.kind !== 'checked' || verdict.errors.length === 0;
  });
  return targets.length;
};

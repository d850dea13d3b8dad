import type { Environment } from '@parley/shared/words/environment';
import type { Audience } from '@parley/shared/webhooks/event';
import type { IdempotencyClaim } from '../../platform/idempotency/idempotency.service.ts';

/** The type of a test event that names none. It is not in the catalogue and has no schema. */
export const testEventType = 'parley.test';

/** One event as it was asked to be published, after the guard. */
export interface Publication {
  type: string;
  data: Record<string, unknown>;
  /** The text of `data`, which is stored, signed and sent as it is. */
  dataText: string;
  /** The publisher's own id. */
  clientId: string | null;
  subject: string | null;
  occurredAt: string | null;
  environment: Environment;
  /** The consumer that publishes; empty for staff. */
  publisherId: string;
  keyId: string | null;
  requestId: string | null;
  audience: Audience;
  /** Only this endpoint gets it: a test event. */
  onlyEndpointId: string | null;
  /** An event of Parley itself, `parley.…` or `contract.changed`: for endpoints that ask for such by name. */
  isOperational: boolean;
  idempotency: IdempotencyClaim | null;
  /** Set when the same event had been published before. */
  isRepeat: boolean;
}

import type { RecoveryScope } from '@parley/shared/webhooks/recovery';
import type { Span } from '../../lib/time/span.ts';

/** What the plan of a recovery begins with, as an address carries it. */
export interface RecoveryStart extends Span {
  scope?: RecoveryScope | undefined;
  consumerId?: string | undefined;
  endpointId?: string | undefined;
  eventType?: string | undefined;
}

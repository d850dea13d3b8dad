import type { ReceivedHeaders } from './received-headers.ts';
import type { KnownSecret } from './signing-keys.ts';

/** What Parley sent under a `webhook-id`: the exact body, and the seconds of each attempt. */
export interface SentWebhook {
  body: Buffer;
  timestamps: readonly number[];
}

/** A request that a receiver got, and all that Parley knows of where it should have come from. */
export interface ReceivedWebhook {
  headers: ReceivedHeaders;
  body: Buffer;
  /** `null`: the caller did not say, and it counts as received now. */
  receivedAt: Date | null;
  now: Date;
  /** The secret that the receiver uses. */
  pasted: string | null;
  secrets: readonly KnownSecret[];
  /** `whpk_…` of the endpoint. */
  publicKey: string | null;
  /** Sent to the endpoint under this id; `null` when the caller may not read deliveries. */
  sent: readonly SentWebhook[] | null;
  /** Ids of the latest events that went to the endpoint. */
  otherIds: readonly string[];
}

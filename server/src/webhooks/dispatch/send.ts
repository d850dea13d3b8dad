import type { KeyObject } from 'node:crypto';
import { dayMs } from '@parley/shared/words/time';
import { openFor } from '../endpoint/seal.service.ts';
import type { CatalogEndpoint } from '../catalog/catalog.service.ts';
import { nextAttemptAt } from '../../platform/outbound/backoff.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Outcome } from '../../platform/outbound/outbound-fetch.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Settlement } from './settle.service.ts';
import type { Job } from '../delivery/claim.service.ts';
import { privateKeyOf, sign, signingKeyOf } from '../../platform/secret/webhook-signature.ts';

interface Opened {
  hasPrevious: boolean;
  keys: KeyObject[];
  headers: Record<string, string>;
}

/** A delivery that was not sent, through no fault of its receiver: it counts as no attempt. */
export interface Postponement {
  job: Job;
  /** For people: what was in the way. */
  reason: string;
}

/** Whether an attempt was made. */
export const isPostponed = (result: Settlement | Postponement): result is Postponement =>
  !('outcome' in result);

/** The longest wait that a receiver may ask for with `Retry-After`. */
const retryAfterMaxMs = dayMs;

const retryAfterMs = (outcome: Outcome, now: number): number => {
  const value = outcome.kind === 'answered' ? outcome.headers['retry-after'] : undefined;
  if (value === undefined) return 0;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), retryAfterMaxMs) : 0;
};

// Standard Webhooks, "Status codes": these ask for less, not for another try soon.
const isThrottling = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' &&
  ([429, 502, 504].includes(outcome.status) || outcome.headers['retry-after'] !== undefined);

/** Signs and posts deliveries. Secrets are opened once per endpoint and rotation, not once per delivery. */
export class Sender {
  readonly #parts: Parts;
  /** By the endpoint as a snapshot of the catalogue has it: a change makes another one. */
  readonly #opened = new WeakMap<CatalogEndpoint, Opened>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Makes one attempt and says what follows from it. Never throws on what the receiver does. */
  async attempt(job: Job, endpoint: CatalogEndpoint, body: string): Promise<Settlement | Postponement> {
    const startedAt = this.#parts.now().getTime();
    const timestamp = Math.floor(startedAt / 1000);
    const { keys, headers } = this.#open(endpoint, startedAt);
    const outcome = await this.#parts.outbound.post({
      url: endpoint.url,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'user-agent': 'Parley-Webhooks/1',
        'webhook-id': job.eventId,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': sign(keys, job.eventId, timestamp, body),
      },
      body,
      owner: endpoint.consumerId,
    });
    if (outcome.kind === 'unresolved') return { job, reason: outcome.reason };
    const isDelivered = outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
    return {
      attemptId: newId('att', startedAt),
      job,
      url: endpoint.url,
      startedAt,
      outcome,
      isDelivered,
      isThrottled: !isDelivered && isThrottling(outcome),
      waitMs: retryAfterMs(outcome, this.#parts.now().getTime()),
      pausedUntil: 0,
      retryAt: isDelivered ? null : this.#retryAt(job, endpoint, outcome),
    };
  }

  #retryAt(job: Job, endpoint: CatalogEndpoint, outcome: Outcome): number | null {
    // 410 Gone: the receiver asks to be left alone. Standard Webhooks, "Status codes".
    if (outcome.kind === 'answered' && outcome.status === 410) return null;
    const now = this.#parts.now();
    const next = nextAttemptAt(
      endpoint.retrySchedule ?? this.#parts.retrySchedule,
      job.attemptCount + 1,
      now,
      Math.random(),
    );
    return next === null
      ? null
      : Math.round(Math.max(next.getTime(), now.getTime() + retryAfterMs(outcome, now.getTime())));
  }

  #open(endpoint: CatalogEndpoint, now: number): Opened {
    const hasPrevious = endpoint.previousSecretBox !== null && (endpoint.previousSecretExpiresAt ?? 0) > now;
    let opened = this.#opened.get(endpoint);
    if (opened?.hasPrevious !== hasPrevious) {
      const open = (box: string, part: Parameters<typeof openFor>[2]) =>
        openFor(this.#parts.box, endpoint, part, box);
      const boxes = [endpoint.secretBox, ...(hasPrevious ? [endpoint.previousSecretBox ?? ''] : [])];
      opened = {
        hasPrevious,
        keys: [
          ...(endpoint.signatures.includes('v1')
            ? boxes.map((box) => signingKeyOf(open(box, 'secret')))
            : []),
          ...(endpoint.signatures.includes('v1a') && endpoint.signingKeyBox !== null
            ? [privateKeyOf(open(endpoint.signingKeyBox, 'signingKey'))]
            : []),
        ],
        headers: endpoint.headersBox === null ? {} : JSON.parse(open(endpoint.headersBox, 'headers')),
      };
      this.#opened.set(endpoint, opened);
    }
    return opened;
  }
}

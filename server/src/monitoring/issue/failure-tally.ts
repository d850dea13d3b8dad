import { STATUS_CODES } from 'node:http';
import type { IssueCause, IssueSample } from '@parley/shared/monitoring/issue';
import { hourMs } from '@parley/shared/words/time';
import type { FailedAttempt } from '../../webhooks/delivery/failures.service.ts';
import { failureKindOf } from '../../platform/outbound/outbound-failure.ts';

/** Failures of one endpoint by one cause. */
export interface Tallied {
  endpointId: string;
  cause: IssueCause;
  /** The HTTP status; 0 for an unusual one and for other causes. */
  code: number;
  count: number;
  firstAt: number;
  lastAt: number;
  lastError: string | null;
  /** Newest first. */
  sample: IssueSample[];
  /** Failures by the beginning of their hour. */
  hours: Map<number, number>;
}

/** What is shown of the failures themselves. */
export const sampleMax = 5;

/** Statuses that are common and registered nowhere: of nginx and of content networks. */
const unregistered = new Set([420, 499, 509, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599]);

/** What is told apart: a receiver that makes up its statuses has one cause for all of them. */
const isUsual = (status: number): boolean => String(status) in STATUS_CODES || unregistered.has(status);

const causeOf = ({ outcome, status, error }: FailedAttempt): Pick<Tallied, 'cause' | 'code'> => {
  if (outcome === 'blocked') return { cause: 'blocked', code: 0 };
  if (status !== null) return { cause: 'http', code: isUsual(status) ? status : 0 };
  return { cause: failureKindOf(error ?? ''), code: 0 };
};

const keyOf = (endpointId: string, { cause, code }: Pick<Tallied, 'cause' | 'code'>): string =>
  `${endpointId} ${cause} ${code}`;

const sumOf = (older: Tallied, newer: Tallied): Tallied => {
  const hours = new Map(older.hours);
  for (const [hour, count] of newer.hours) hours.set(hour, (hours.get(hour) ?? 0) + count);
  return {
    ...newer,
    count: older.count + newer.count,
    firstAt: Math.min(older.firstAt, newer.firstAt),
    sample: [...newer.sample, ...older.sample].slice(0, sampleMax),
    hours,
  };
};

/** Endpoints and causes that are held at once. Past this a new one waits for its next failure. */
const heldMax = 50_000;

/**
 * Counts failures in memory until they are written, so that a hundred thousand of them cost a row for each endpoint and
 * cause. What a process that is killed has not written yet is lost of the numbers; that there is an issue is found all the same.
 */
export class FailureTally {
  #held = new Map<string, Tallied>();

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  /** Never throws, and takes a bounded time: the attempts were recorded, and the next ones wait. */
  add(failures: readonly FailedAttempt[]): void {
    for (const failure of failures) this.#addOne(failure);
  }

  /** All that was counted, in the order of endpoints and causes; nothing is held any more. */
  take(): Tallied[] {
    const held = [...this.#held].toSorted(([a], [b]) => (a < b ? -1 : 1));
    this.#held = new Map();
    return held.map(([, tallied]) => tallied);
  }

  /** Takes back what could not be written, beside what was counted since. */
  giveBack(all: readonly Tallied[]): void {
    for (const one of all) {
      const key = keyOf(one.endpointId, one);
      const newer = this.#held.get(key);
      if (newer) this.#held.set(key, sumOf(one, newer));
      else if (this.#held.size < heldMax) this.#held.set(key, one);
    }
  }

  #addOne(failure: FailedAttempt): void {
    const { cause, code } = causeOf(failure);
    const key = keyOf(failure.endpointId, { cause, code });
    const at = Math.round(failure.at);
    let tallied = this.#held.get(key);
    if (!tallied) {
      if (this.#held.size >= heldMax) return;
      const { endpointId } = failure;
      tallied = {
        endpointId,
        cause,
        code,
        count: 0,
        firstAt: at,
        lastAt: at,
        lastError: null,
        sample: [],
        hours: new Map(),
      };
      this.#held.set(key, tallied);
    }
    tallied.count += 1;
    tallied.firstAt = Math.min(tallied.firstAt, at);
    const hour = at - (at % hourMs);
    tallied.hours.set(hour, (tallied.hours.get(hour) ?? 0) + 1);
    if (at < tallied.lastAt) return;
    tallied.lastAt = at;
    tallied.lastError = failure.error;
    tallied.sample.unshift({
      deliveryId: failure.deliveryId,
      at: new Date(at).toISOString(),
      error: failure.error,
    });
    if (tallied.sample.length > sampleMax) tallied.sample.pop();
  }
}

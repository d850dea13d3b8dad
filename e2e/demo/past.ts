import { randomInt } from 'node:crypto';
import type { Environment } from '@parley/shared/words/environment';
import { hourMs } from '@parley/shared/words/time';
import { eventTypes } from './event-types.ts';
import { AttemptHours } from './past-attempts.ts';
import { PastIssues } from './past-issues.ts';
import type { Temper } from './partners.ts';
import { type Answer, idAt, type Row } from './past-row.ts';

/** Who the past is of: what was made of the company, by its ids. */
export interface Cast {
  publishers: readonly { consumerId: string; keyId: string; eventTypes: readonly string[] }[];
  endpoints: readonly {
    id: string;
    consumerId: string;
    url: string;
    temper: Temper;
    eventTypes: readonly string[];
  }[];
}

/** The rows of a past, by their table. Sums and rows are of the same events: none is counted that is not there. */
export type Past = Record<
  | 'event'
  | 'delivery'
  | 'attempt'
  | 'activity_hour'
  | 'attempt_hour'
  | 'usage'
  | 'key_hour'
  | 'issue'
  | 'issue_hour',
  Row[]
>;

/** Events of an hour: clinics are open from seven to seven, and on fewer desks at the weekend. */
const countOf = (hour: number): number => {
  const date = new Date(hour);
  const [time, day] = [date.getUTCHours(), date.getUTCDay()];
  const isOpen = time >= 7 && time < 19;
  const usual = isOpen ? 28 + 20 * Math.sin(((time - 7) / 12) * Math.PI) : 3;
  return Math.max(1, Math.round(usual * (day === 0 || day === 6 ? 0.35 : 1) * (0.8 + Math.random() * 0.4)));
};

const wants = (patterns: readonly string[], type: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === type ||
      (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );

const good = (min: number, max: number): Answer => ({
  outcome: 'delivered',
  status: 200,
  ms: randomInt(min, max),
});
const refused = (status: number): Answer => ({ outcome: 'refused', status, ms: randomInt(20, 200) });
const unreachable: Answer = { outcome: 'unreachable', status: null, ms: 3 };

/** The old data centre of the warehouse went dark so long ago, and version 1 of the app said 410. */
const darkHours = 30;
const goneHours = 60;

/** What the attempts of one delivery were answered, in their order. */
const answersOf = (temper: Temper, ageHours: number): Answer[] => {
  if (temper === 'dead')
    return ageHours < darkHours ? Array.from({ length: 4 }, () => unreachable) : [good(20, 90)];
  if (temper === 'gone') return ageHours < goneHours ? [refused(410)] : [good(10, 40)];
  if (temper === 'slow') return [good(1200, 3500)];
  if (temper === 'healthy') return Math.random() < 0.995 ? [good(5, 60)] : [refused(502), good(5, 60)];
  const failures = [refused(500), refused(503), refused(500), refused(503)];
  const luck = Math.random();
  if (luck < 0.02) return failures;
  return luck < 0.7 ? [good(20, 120)] : [...failures.slice(0, luck < 0.9 ? 1 : 2), good(20, 120)];
};

/** As the demo's schedule has them, in milliseconds after the first. */
const attemptAtMs = [0, 3000, 13_000, 43_000];

class PastOf {
  readonly rows: Past = {
    event: [],
    delivery: [],
    attempt: [],
    activity_hour: [],
    attempt_hour: [],
    usage: [],
    key_hour: [],
    issue: [],
    issue_hour: [],
  };
  readonly #cast: Cast;
  readonly #environment: Environment;
  readonly #now: number;
  readonly #hours = new Map<number, { events: number; delivered: number; failed: number }>();
  readonly #calls = new Map<string, Row & { calls: number }>();
  readonly #attempts = new AttemptHours();
  readonly #issues = new PastIssues();

  constructor(cast: Cast, environment: Environment, now: number) {
    this.#cast = cast;
    this.#environment = environment;
    this.#now = now;
  }

  tellHour(hour: number): void {
    for (let left = countOf(hour); left > 0; left -= 1) this.#tellEvent(hour + randomInt(hourMs - 60_000));
  }

  /** The sums, once everything was told. */
  close(): Past {
    const environment = this.#environment;
    for (const [hour, counts] of this.#hours) this.rows.activity_hour.push({ environment, hour, ...counts });
    this.rows.usage.push(...this.#calls.values());
    // Publishing is all that these keys do.
    this.rows.key_hour.push(...[...this.#calls.values()].map(({ operation: _any, ...row }) => row));
    this.rows.attempt_hour.push(...this.#attempts.rows());
    const issues = this.#issues.rows(environment);
    this.rows.issue.push(...issues.issues);
    this.rows.issue_hour.push(...issues.hours);
    return this.rows;
  }

  #tellEvent(at: number): void {
    const publisher = this.#cast.publishers[randomInt(this.#cast.publishers.length)];
    const type = publisher?.eventTypes[randomInt(publisher.eventTypes.length)];
    const declared = eventTypes.find(({ name }) => name === type);
    if (!publisher || !declared || type === undefined)
      throw new Error('The past needs publishers with event types.');
    const [id, environment] = [idAt('evt', at), this.#environment];
    const { consumerId: publisherId, keyId } = publisher;
    const timestamp = new Date(at).toISOString();
    this.rows.event.push({
      id,
      environment,
      type,
      schema_version: 1,
      subject: `past-${id.slice(-8)}`,
      body: JSON.stringify({ type, timestamp, data: declared.example }),
      audience: '"everyone"',
      publisher_id: publisherId,
      key_id: keyId,
      occurred_at: at,
      created_at: at,
    });
    this.#hourOf(at).events += 1;
    this.#call({ keyId, consumerId: publisherId }, 'event.publish', at);
    for (const endpoint of this.#cast.endpoints)
      if (wants(endpoint.eventTypes, type)) this.#tellDelivery(id, type, endpoint, at);
  }

  #tellDelivery(eventId: string, type: string, endpoint: Cast['endpoints'][number], at: number): void {
    const ageHours = (this.#now - at) / hourMs;
    // Disabled by its first 410: what came later was never meant for it.
    if (endpoint.temper === 'gone' && ageHours < goneHours - 1) return;
    const [id, answers] = [idAt('dlv', at), answersOf(endpoint.temper, ageHours)];
    let endedAt = at;
    for (const [index, answer] of answers.entries()) {
      const startedAt = at + (attemptAtMs[index] ?? 0) + randomInt(5, 30);
      endedAt = startedAt + answer.ms;
      this.#tellAttempt(id, endpoint.url, { number: index + 1, startedAt, answer });
      this.#attempts.add([endpoint.id, `${this.#environment} ${type}`], startedAt, answer);
      if (endpoint.temper === 'dead' && answer.outcome === 'unreachable')
        this.#issues.add(endpoint, { deliveryId: id, at: endedAt });
    }
    const last = answers.at(-1);
    this.rows.delivery.push({
      id,
      event_id: eventId,
      endpoint_id: endpoint.id,
      consumer_id: endpoint.consumerId,
      environment: this.#environment,
      event_type: type,
      status: last?.outcome === 'delivered' ? 'delivered' : 'exhausted',
      attempt_count: answers.length,
      next_trigger: 'schedule',
      last_response_status: last?.status ?? null,
      last_error: last?.outcome === 'unreachable' ? 'ECONNREFUSED' : null,
      created_at: at,
      completed_at: endedAt,
    });
  }

  #tellAttempt(
    deliveryId: string,
    url: string,
    { number, startedAt, answer }: { number: number; startedAt: number; answer: Answer },
  ): void {
    this.rows.attempt.push({
      id: idAt('att', startedAt),
      delivery_id: deliveryId,
      number,
      trigger: 'schedule',
      outcome: answer.outcome,
      url,
      started_at: startedAt,
      connect_ms: answer.status === null ? null : answer.ms * 0.1,
      first_byte_ms: answer.status === null ? null : answer.ms * 0.9,
      duration_ms: answer.ms,
      response_status: answer.status,
      response_body:
        answer.status === null
          ? null
          : answer.outcome === 'delivered'
            ? '{"received":true}'
            : 'try again later',
      error: answer.outcome === 'unreachable' ? 'ECONNREFUSED' : null,
    });
    const hour = this.#hourOf(startedAt);
    if (answer.outcome === 'delivered') hour.delivered += 1;
    else hour.failed += 1;
  }

  #hourOf(at: number): { events: number; delivered: number; failed: number } {
    const hour = at - (at % hourMs);
    const counts = this.#hours.get(hour) ?? { events: 0, delivered: 0, failed: 0 };
    this.#hours.set(hour, counts);
    return counts;
  }

  #call({ keyId, consumerId }: { keyId: string; consumerId: string }, operation: string, at: number): void {
    const hour = at - (at % hourMs);
    const row = this.#calls.get(`${keyId} ${operation} ${hour}`) ?? {
      key_id: keyId,
      operation,
      hour,
      consumer_id: consumerId,
      environment: this.#environment,
      calls: 0,
      errors: 0,
    };
    row.calls += 1;
    this.#calls.set(`${keyId} ${operation} ${hour}`, row);
  }
}

/** A week of this company, hour by hour, up to the hour that runs at `now`: that one is left to what happens live. */
export const tellPast = (cast: Cast, environment: Environment, now: number): Past => {
  const past = new PastOf(cast, environment, now);
  const thisHour = now - (now % hourMs);
  for (let hours = 7 * 24; hours >= 1; hours -= 1) past.tellHour(thisHour - hours * hourMs);
  return past.close();
};

/** When the endpoints of the past began to fail, in milliseconds before now. */
export const pastFaults = { dead: darkHours * hourMs, gone: goneHours * hourMs };

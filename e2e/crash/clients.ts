import { setTimeout as pause } from 'node:timers/promises';
import { EventPublished } from '@parley/shared/webhooks/event';
import { paymentCaptured } from '../support/integrator.ts';
import type { Answer, Rest } from '../support/rest.ts';
import { type Ledger, type Outcome, payloadOf, type Publication } from './ledger.ts';

const pauseAfterFailureMs = 50;

const outcomeOf = (answer: Answer): Outcome => {
  if (answer.status === 201)
    return {
      kind: 'acknowledged',
      id: EventPublished.parse(answer.body).id,
      isReplay: answer.headers['idempotent-replayed'] === 'true',
    };
  const { code = 'no problem' } = answer.body as { code?: string };
  return { kind: 'refused', reason: `${answer.status} ${code}` };
};

const publish = async (rest: Rest, { number, key }: Publication): Promise<Outcome> => {
  const event = { type: paymentCaptured.name, data: payloadOf(number) };
  const headers = key === null ? {} : { 'idempotency-key': key };
  const answer = await rest.post('/v1/events', event, headers).catch(() => null);
  return answer === null ? { kind: 'unknown' } : outcomeOf(answer);
};

/**
 * Clients that each publish one event after the other, without a pause between them. Half of the events have an
 * Idempotency-Key: a client repeats such a request until it is acknowledged, through crashes and restarts.
 */
export class Clients {
  readonly #ledger: Ledger;
  readonly #underWay: (Publication | null)[];
  #published = 0;

  constructor(ledger: Ledger, count: number) {
    this.#ledger = ledger;
    this.#underWay = Array.from({ length: count }, () => null);
  }

  /** Publishes until `isOver`; with several connections, each client keeps to one of them. */
  async publishUntil(isOver: () => boolean, ...connections: Rest[]): Promise<void> {
    const work = async (client: number) => {
      while (!isOver()) await this.#publishNext(client, connections[client % connections.length]!);
    };
    await Promise.all(this.#underWay.map(async (_, client) => work(client)));
  }

  /** Repeats what is under way with a key until everything is known. */
  async finish(rest: Rest): Promise<void> {
    const work = async (client: number) => {
      while (this.#underWay[client]) await this.#publishNext(client, rest);
    };
    await Promise.all(this.#underWay.map(async (_, client) => work(client)));
  }

  async #publishNext(client: number, rest: Rest): Promise<void> {
    const publication = this.#underWay[client] ?? this.#next();
    this.#underWay[client] = publication.key === null ? null : publication;
    const startedAt = performance.now();
    const outcome = await publish(rest, publication);
    this.#ledger.note(publication, outcome, performance.now() - startedAt);
    if (outcome.kind === 'acknowledged') this.#underWay[client] = null;
    else await pause(pauseAfterFailureMs);
  }

  #next(): Publication {
    const number = (this.#published += 1);
    return { number, key: number % 2 === 0 ? `order-${number}` : null };
  }
}

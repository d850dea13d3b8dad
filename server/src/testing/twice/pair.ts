import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Caller } from '../caller.ts';
import { createDatabase } from '../postgres.ts';
import { type Client, invoiceGenerated, type RestAnswer, TestHub } from '../test-hub.ts';
import { Barrier } from './barrier.ts';

/** One call of a procedure. */
export interface Call {
  name: string;
  input: unknown;
  /** Headers of the credential; those of an owner unless given. */
  as?: Record<string, string>;
}

/** One request over REST. */
interface Sent {
  method: string;
  path: string;
  body: unknown;
  as?: Record<string, string> | undefined;
}

/** What came of it. */
export interface Outcome {
  status: number;
  /** Code of the problem; `null` for success. */
  code: string | null;
  headers: Headers;
  body: any;
}

const outcomeOf = ({ status, headers, body }: RestAnswer): Outcome => ({
  status,
  headers,
  code: status < 400 ? null : (body?.code ?? 'no problem'),
  body,
});

/** Two processes on one PostgreSQL, and what their callers need. Nothing is sent: neither has workers. */
export class Pair implements AsyncDisposable {
  readonly hubs: readonly [TestHub, TestHub];
  readonly owner: Record<string, string>;
  /** Calls as that owner, through the first process. */
  readonly admin: Caller;
  /** A live key with all scopes. */
  readonly client: Client;
  readonly #barrier: Barrier;

  private constructor(
    hubs: readonly [TestHub, TestHub],
    owner: { cookie: string; api: Caller },
    client: Client,
    barrier: Barrier,
  ) {
    this.hubs = hubs;
    this.owner = { cookie: owner.cookie };
    this.admin = owner.api;
    this.client = client;
    this.#barrier = barrier;
  }

  static async start(): Promise<Pair> {
    const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
    const start = async () => TestHub.start('postgresql', { databaseUrl, roles: 'api' });
    const one = await start();
    const two = await start();
    const owner = await one.browser('owner');
    const client = await one.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    return new Pair([one, two], owner, client, await Barrier.open(databaseUrl));
  }

  /** A name that nothing has yet. */
  unique(word: string): string {
    return `${word}-${randomUUID().slice(0, 13)}`;
  }

  async rows<Row = Record<string, unknown>>(sql: string, ...parameters: (string | number)[]): Promise<Row[]> {
    return this.hubs[0].hub.parts.store.all<Row>(sql, ...parameters);
  }

  /** A live endpoint of the client. */
  async endpoint(more: object = {}): Promise<string> {
    const url = 'http://127.0.0.1:49999/hooks';
    const created = await this.client.rest('/v1/endpoints', { body: { url, eventTypes: ['*'], ...more } });
    return created.body.id;
  }

  /** An endpoint with a delivery that nobody sends. */
  async delivery(): Promise<{ endpointId: string; id: string }> {
    const endpointId = await this.endpoint();
    const tested = await this.client.rest(`/v1/endpoints/${endpointId}/test`, { body: {} });
    return { endpointId, id: tested.body.deliveryId };
  }

  /** Sends the calls at the same moment, to one process and the other in turn. */
  async race(calls: readonly Call[]): Promise<Outcome[]> {
    return this.#barrier.race(
      calls.map(({ name, input, as }, index) => async () => {
        const hub = this.hubs[index % 2 === 0 ? 0 : 1];
        return outcomeOf(await hub.trpc(name, input, 'POST', as ?? this.owner));
      }),
    );
  }

  /** One request over REST with one Idempotency-Key, to both processes. */
  async raceWithKey(sent: Sent): Promise<Outcome[]> {
    return this.raceOverRest(sent, { 'idempotency-key': randomUUID() });
  }

  /** One request over REST with these headers, to both processes. */
  async raceOverRest(sent: Sent, more: Record<string, string>): Promise<Outcome[]> {
    const { method, path, body, as = this.owner } = sent;
    const headers = { ...as, ...more, origin: this.hubs[0].config.publicUrl };
    return this.#barrier.race(
      this.hubs.map((hub) => async () => outcomeOf(await hub.rest(path, { method, body, headers }))),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#barrier[Symbol.asyncDispose]();
    for (const hub of this.hubs) await hub[Symbol.asyncDispose]();
  }
}

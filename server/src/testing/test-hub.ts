import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsumerKind } from '@parley/shared/access/consumer';
import type { Environment } from '@parley/shared/words/environment';
import type { Role, Scope } from '@parley/shared/scope';
import { scopes, staffOnlyScopes } from '@parley/shared/scope';
import { inject } from 'vitest';
import { createApiKey } from '../access/api-key/api-key.service.ts';
import { type Config, readConfig } from '../config.ts';
import { createConsumer } from '../access/consumer/consumer.service.ts';
import { ContractReader } from '../openapi/reader/reader.ts';
import { type Hub, startHub } from '../hub.ts';
import { createLog } from '../platform/process/log.ts';
import { everyone } from '../platform/database/owner.ts';
import type { Caller as Principal } from '../platform/request/principal.ts';
import { hashPassword } from '../administration/session/password.ts';
import { createStaff } from '../administration/staff/staff.service.ts';
import { type Caller, callerOver } from './caller.ts';
import { copyTemplate } from './template.ts';

export type Dialect = 'sqlite' | 'postgresql';
export const dialects: Dialect[] = ['sqlite', 'postgresql'];

/** What REST answered. */
export interface RestAnswer {
  status: number;
  headers: Headers;
  // The shape differs from call to call, and a test names the fields that it expects.
  body: any;
  /** The body as it came. */
  text: string;
}

export interface Call {
  method?: string;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
}

/** A key with its consumer, and calls made with it. */
export interface Client {
  consumerId: string;
  keyId: string;
  secret: string;
  rest: (path: string, call?: Call) => Promise<RestAnswer>;
}

/** A signed-in browser, reduced to its cookie. */
export interface Browser {
  cookie: string;
  /** Calls tRPC as the console does. */
  api: Caller;
}

const commandLine: Principal = {
  principal: { kind: 'command_line', name: 'test', scopes: new Set(scopes) },
  requestId: null,
  peer: null,
};

/** All that a key can hold. */
export const keyScopes: Scope[] = scopes.filter((scope) => !staffOnlyScopes.includes(scope));

// Loading its threads takes most of a second, and they keep nothing from one contract to the next.
const contracts = new ContractReader();

/** Of everybody, unless a test says another. */
const standardPassword = 'correct horse battery';

const hashes = new Map<string, Promise<string>>();

/** Argon2 is slow on purpose; that a password is kept as its hash is tested where it is set. */
const hashOnce = async (password: string): Promise<string> => {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
};

const fastSchedule = '0,0.05,0.1';

/** A whole Parley on a private database, listening on a port of its own, with a clock that a test may set. */
export class TestHub implements AsyncDisposable {
  readonly hub: Hub;
  readonly url: string;
  readonly config: Config;
  readonly #folder: string;
  readonly #clock: { offsetMs: number };
  #admin: Promise<Browser> | undefined;

  private constructor(hub: Hub, config: Config, url: string, folder: string, clock: { offsetMs: number }) {
    this.hub = hub;
    this.config = config;
    this.url = url;
    this.#folder = folder;
    this.#clock = clock;
  }

  static async start(
    dialect: Dialect,
    options: { variables?: Record<string, string>; roles?: string; databaseUrl?: string } = {},
  ): Promise<TestHub> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
    const databaseUrl = options.databaseUrl ?? (await copyTemplate(inject('templates'), dialect, folder));
    const config = readConfig({
      PARLEY_DATABASE_URL: databaseUrl,
      PARLEY_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
      PARLEY_OUTBOUND_ALLOW: '127.0.0.0/8',
      PARLEY_RETRY_SCHEDULE: fastSchedule,
      PARLEY_LOG_LEVEL: 'silent',
      PARLEY_ROLES: options.roles ?? 'api,worker',
      ...options.variables,
    });
    const clock = { offsetMs: 0 };
    const hub = await startHub(config, createLog('silent'), {
      consoleFolder: null,
      contracts,
      now: () => new Date(Date.now() + clock.offsetMs),
    });
    const url = hub.app ? await hub.app.listen({ host: '127.0.0.1', port: 0 }) : '';
    return new TestHub(hub, config, url, folder, clock);
  }

  /** Moves the clock of this Parley forward. */
  advance(ms: number): void {
    this.#clock.offsetMs += ms;
  }

  async rest(path: string, call: Call = {}): Promise<RestAnswer> {
    const hasBody = call.body !== undefined || call.raw !== undefined;
    const response = await fetch(this.url + path, {
      method: call.method ?? (hasBody ? 'POST' : 'GET'),
      redirect: 'manual',
      headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...call.headers },
      ...(hasBody ? { body: call.raw ?? JSON.stringify(call.body) } : {}),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
      text,
    };
  }

  async consumer(name = `consumer ${crypto.randomUUID()}`, kind: ConsumerKind = 'partner'): Promise<string> {
    const em = this.hub.parts.openEm(everyone);
    return (await createConsumer(em, { parts: this.hub.parts, caller: commandLine }, { name, kind })).id;
  }

  /** A key of a consumer, a new one unless named, with all scopes unless listed. */
  async client(
    options: { consumerId?: string; environment?: Environment; scopes?: Scope[] } = {},
  ): Promise<Client> {
    const consumerId = options.consumerId ?? (await this.consumer());
    const created = await createApiKey(
      this.hub.parts.openEm(everyone),
      { parts: this.hub.parts, caller: commandLine },
      {
        name: 'test',
        consumerId,
        environment: options.environment ?? 'live',
        scopes: options.scopes ?? keyScopes,
      },
    );
    return {
      consumerId,
      keyId: created.id,
      secret: created.secret,
      rest: (path, call = {}) =>
        this.rest(path, { ...call, headers: { authorization: `Bearer ${created.secret}`, ...call.headers } }),
    };
  }

  async staff(email: string, role: Role, password = standardPassword): Promise<string> {
    const em = this.hub.parts.openEm(everyone);
    const passwordHash = await hashOnce(password);
    return (
      await createStaff(em, { parts: this.hub.parts, caller: commandLine }, { email, role, passwordHash })
    ).id;
  }

  /** Signs a new staff member in. */
  async browser(role: Role = 'owner', email = `${crypto.randomUUID()}@parley.example`): Promise<Browser> {
    await this.staff(email, role);
    const signedIn = await this.trpc('session.signIn', { email, password: standardPassword }, 'POST');
    const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return { cookie, api: this.#callerWith(async () => ({ cookie })) };
  }

  /** Calls as an owner, who signs in at the first call. */
  get admin(): Caller {
    return this.#callerWith(async () => ({ cookie: (await (this.#admin ??= this.browser())).cookie }));
  }

  /** Calls without a credential. */
  get anyone(): Caller {
    return this.#callerWith(async () => ({}));
  }

  /** Calls with this API key. */
  withKey(secret: string): Caller {
    return this.#callerWith(async () => ({ authorization: `Bearer ${secret}` }));
  }

  #callerWith(credential: () => Promise<Record<string, string>>): Caller {
    return callerOver(async (procedure, input, method) => {
      const headers = await credential();
      const answer = await this.trpc(procedure, input, method, headers);
      if (answer.body?.code !== 'auth.confirmation_needed') return answer;
      // As the console does after a quarter of an hour: asks the person, and goes on.
      await this.trpc('session.confirm', { password: standardPassword }, 'POST', headers);
      return this.trpc(procedure, input, method, headers);
    });
  }

  /** One tRPC call; `body` is the result, or the problem. */
  async trpc(
    procedure: string,
    input: unknown,
    method: 'GET' | 'POST',
    headers: Record<string, string> = {},
  ): Promise<RestAnswer> {
    const query =
      method === 'GET' && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    // As the console's client does for a mutation without input: a batch of one.
    const isEmptyPost = method === 'POST' && input === undefined;
    const answer = await this.rest(`/trpc/${procedure}${isEmptyPost ? '?batch=1' : query}`, {
      method,
      ...(method === 'POST' ? { body: input ?? {} } : {}),
      headers: { origin: this.config.publicUrl, ...headers },
    });
    const body = isEmptyPost && Array.isArray(answer.body) ? answer.body[0] : answer.body;
    return { ...answer, body: body?.result ? body.result.data : (body?.error?.data?.problem ?? body) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hub.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** An event type that every test may publish. */
export const invoiceGenerated = {
  name: 'invoice.generated',
  description: 'An invoice was generated.',
  schema: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 0 } } },
  example: { amount: 1200 },
};

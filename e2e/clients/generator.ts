import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CreatedKey, Parley } from '../support/parley.ts';
import { read } from '../support/rest.ts';
import { EventPage, EventPublished } from '@parley/shared/webhooks/event';
import { EventTypeView } from '@parley/shared/webhooks/event-type';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { must, type RunOptions } from './tools.ts';

/** Where clients are tried: a running Parley with a declared event type, and a key of a consumer of its own. */
export interface Arena {
  parley: Parley;
  key: CreatedKey;
}

/** What the client of a generator did. */
interface Tried {
  published: string;
  paged: string[];
  step: string;
  status: number;
  code: string;
  field: string;
}

/** A folder in which one client is generated, compiled and run. */
export interface Workshop {
  /** The folder itself. */
  path: string;
  /** The file with the OpenAPI document, as it is served. */
  document: string;
  /** Puts the program that uses the client there. */
  putProgram: (name: string, at: string) => void;
  /** Runs the finished program and answers what it did, which is printed in its last line. */
  tryWith: (file: string, args: readonly string[], options?: RunOptions) => Promise<Tried>;
}

/** A generator of clients, and what it takes to use what it makes. */
export interface Generator {
  name: string;
  /** Whether it is tried at every run of the tests; all others with `pnpm test:clients`. */
  isQuick: boolean;
  /** Generates, compiles and runs a client. Throws `Missing` when a tool is not to be had. */
  run: (workshop: Workshop) => Promise<Tried>;
}

const programs = resolve(import.meta.dirname, 'programs');

const scopes = 'events:publish,events:read,event-types:read,event-types:write';

/** A key of a consumer that nobody else has, and the event type of the programs: its newest version maps down by one step. */
export const openArena = async (parley: Parley, name: string): Promise<Arena> => {
  const key = await parley.createKey(name, scopes, 'test');
  const client = parley.rest(key.secret);
  const amount = { type: 'integer', minimum: 0 };
  const type = { name: 'payment.captured', description: 'A payment was captured.', example: { amount: 1 } };
  const older = { type: 'object', required: ['amount'], properties: { amount } };
  const newer = { ...older, properties: { amount, total: { type: 'integer' } } };
  const downcast = [{ op: 'move', from: '/total', path: '/sum' }];
  // The catalogue is one for all clients: it is there already for all but the first.
  const declare = async (body: object) => {
    const answer = await client.post('/v1/event-types', body);
    return read(EventTypeView, answer, answer.status === 201 ? 201 : 200);
  };
  await declare({ ...type, schema: older });
  await declare({ ...type, schema: newer, downcast });
  // With one that is there before, there are two pages.
  read(EventPublished, await client.post('/v1/events', { type: type.name, data: { amount: 1 } }), 201);
  return { parley, key };
};

/** Generates, compiles and tries the client of a generator; answers what is wrong, or `null`. */
export const tryGenerator = async ({ run }: Generator, { parley, key }: Arena): Promise<string | null> => {
  using folder = createTemporaryFolder();
  const document = join(folder.path, 'openapi.json');
  const answer = await parley.rest(null).get('/v1/openapi.json');
  writeFileSync(document, JSON.stringify(answer.body));
  const workshop: Workshop = {
    path: folder.path,
    document,
    putProgram: (name, at) => {
      mkdirSync(resolve(folder.path, at, '..'), { recursive: true });
      cpSync(join(programs, name), join(folder.path, at));
    },
    tryWith: async (file, args, options = {}) => {
      const environment = { ...options.environment, BASE_URL: parley.url, API_KEY: key.secret };
      const output = await must(file, args, { cwd: folder.path, ...options, environment });
      return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Tried;
    },
  };
  const tried = await run(workshop);
  const page = read(EventPage, await parley.rest(key.secret).get('/v1/events?limit=200'));
  const expected: Tried = {
    published: page.items[0]?.id ?? '',
    paged: page.items.map(({ id }) => id),
    step: 'move',
    status: 422,
    code: 'event.data_invalid',
    field: '/data/amount',
  };
  return isDeepStrictEqual(tried, expected)
    ? null
    : `${JSON.stringify(tried)} instead of ${JSON.stringify(expected)}`;
};

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Parley, startParley } from '../support/parley.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { findRedis, type Redis, startRedis } from '../support/redis.ts';
import type { Rest } from '../support/rest.ts';

const callers = 200;
const redisProgram = findRedis();
if (!redisProgram)
  process.stderr.write('There is no valkey-server or redis-server here: limits are not tried with one.\n');

let postgres: Postgres;
let redis: Redis | null = null;

beforeAll(async () => {
  postgres = await startPostgres();
  redis = redisProgram ? await startRedis(redisProgram) : null;
});

afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

const startPair = async (more: Record<string, string>): Promise<Parley[]> => {
  const environment = {
    PARLEY_DATABASE_URL: postgres.url,
    PARLEY_MASTER_KEY: masterKey,
    PARLEY_ROLES: 'api',
    ...more,
  };
  const start = async () => startParley({ environment });
  return [await start(), await start()];
};

const masterKey = randomBytes(32).toString('base64');

/** Everybody calls at once, through both processes in turn, until nobody has a call left. */
const callAll = async (both: Rest[], calls: number) => {
  const statuses: number[] = [];
  let left = calls;
  const caller = async (index: number) => {
    while (left > 0) {
      left -= 1;
      statuses.push((await both[index % both.length]!.get('/v1/event-types')).status);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)));
  return {
    admitted: statuses.filter((status) => status === 200).length,
    refused: statuses.filter((status) => status === 429).length,
    others: statuses.filter((status) => status !== 200 && status !== 429),
  };
};

const stores: [name: string, variables: () => Record<string, string>][] = [
  ['PostgreSQL', () => ({})],
  ...(redisProgram
    ? [['Redis', () => ({ PARLEY_REDIS_URL: redis!.url })] as [string, () => Record<string, string>]]
    : []),
];

describe.each(stores)('two processes that count in %s', (name, variables) => {
  test('200 callers at once get the limit to the call, and those below their limits are never refused', async () => {
    const processes = await startPair(variables());
    const scopes = 'event-types:read,consumers:approve,consumers:read';
    const limited = async (limits: object[]) => {
      const { consumerId, secret } = await processes[0]!.createKey(
        `${name} ${limits.length} ${randomBytes(4).toString('hex')}`,
        scopes,
        'live',
      );
      const both = processes.map((one) => one.rest(secret));
      const body = JSON.stringify({ live: { scopes: scopes.split(','), limits } });
      const { status } = await both[0]!.send('PUT', `/v1/consumers/${consumerId}/plan`, body);
      expect(status).toBe(200);
      // The other process goes by it within a second.
      await expect
        .poll(async () => 'ratelimit' in (await both[1]!.get(`/v1/consumers/${consumerId}/plan`)).headers)
        .toBe(true);
      return both;
    };
    const operations = ['listEventTypes'];
    const over = await limited([
      { calls: 150, per: 'month', operations },
      { calls: 1000, per: 'minute', operations },
      { calls: 5000, per: 'day' },
    ]);
    const below = await limited([
      { calls: 600, per: 'minute', operations },
      { calls: 600, per: 'second', operations },
      { calls: 600, per: 'day', operations },
      // Counts every call, so that each answer says whether the plan is known.
      { calls: 1_000_000, per: 'month' },
    ]);

    const results = await Promise.all([callAll(over, 600), callAll(below, 600)]);
    await Promise.all(processes.map((one) => one[Symbol.asyncDispose]()));

    expect(results).toEqual([
      { admitted: 150, refused: 450, others: [] },
      { admitted: 600, refused: 0, others: [] },
    ]);
  });
});

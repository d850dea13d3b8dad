import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink, type TRPCLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, TestHub } from '../testing/test-hub.ts';
import { type AppRouter, appRouter } from './router.ts';

const links = { httpLink, httpBatchLink, httpBatchStreamLink };
type LinkName = keyof typeof links;

const procedures: Record<string, any> = appRouter._def.procedures;

/** Names of queries that may stand in a batch, the longest first. */
const longestQueries = Object.entries(procedures)
  .filter(([, { _def }]) => _def.type === 'query' && !_def.meta.answersText)
  .map(([name]) => name)
  .toSorted((one, other) => other.length - one.length)
  .slice(0, 10);

let hub: TestHub;
let client: Client;

beforeAll(async () => {
  hub = await TestHub.start('sqlite');
  client = await hub.client();
});

afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const clientWith = (link: LinkName, headers: Record<string, string> = {}) =>
  createTRPCClient<AppRouter>({
    links: [
      // The links take the same options; their types do not say so.
      (links[link] as (options: object) => TRPCLink<AppRouter>)({
        url: `${hub.url}/trpc`,
        headers: { authorization: `Bearer ${client.secret}`, ...headers },
      }),
    ],
  });

const codesOf = (results: PromiseSettledResult<unknown>[]): string[] =>
  results.map((result) =>
    result.status === 'fulfilled' ? 'answered' : (result.reason.data?.problem?.code ?? String(result.reason)),
  );

const list = (trpc: ReturnType<typeof clientWith>, count: number) =>
  Promise.allSettled(Array.from({ length: count }, async () => trpc.consumer.list.query({})));

test.each(['httpBatchLink', 'httpBatchStreamLink'] as const)(
  '%s: ten calls are answered, and each of eleven is told that a batch takes ten',
  async (link) => {
    const ten = await list(clientWith(link), 10);
    const eleven = await list(clientWith(link), 11);

    expect(codesOf(ten)).toEqual(Array.from({ length: 10 }, () => 'answered'));
    expect(codesOf(eleven)).toEqual(Array.from({ length: 11 }, () => 'request.batch_refused'));
    expect(eleven[0]).toMatchObject({ reason: { data: { httpStatus: 400, code: 'BAD_REQUEST' } } });
  },
);

test('the ten queries with the longest names are one request, each with its own answer', async () => {
  const answer = await client.rest(
    `/trpc/${longestQueries.join(',')}?batch=1&input=${encodeURIComponent('{}')}`,
  );

  expect(longestQueries.join(',').length).toBeGreaterThan(200);
  expect(answer.body).toHaveLength(10);
});

test('ten names are found however long they are: an unknown one is missing by itself', async () => {
  const unknown = Array.from({ length: 9 }, (_, index) => `nothing${index}.${'x'.repeat(100)}`);
  const answer = await client.rest(
    `/trpc/${[...unknown, 'consumer.list'].join(',')}?batch=1&input=${encodeURIComponent('{"9":{}}')}`,
  );

  expect(answer.body).toHaveLength(10);
  expect(answer.body.slice(0, 9).map((one: any) => one.error.data.problem.code)).toEqual(
    unknown.map(() => 'request.not_found'),
  );
  expect(answer.body[9].result.data.items).toEqual(expect.any(Array));
});

describe('what fails before tRPC has the request reaches its client as a problem', () => {
  const refusal = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await hub.rest(path, { headers });
    return [answer.status, answer.body.error?.data?.problem?.code, answer.body.error?.data?.code];
  };

  test('an address that nothing has, or that cannot be read', async () => {
    expect(await refusal('/trpc/nothing')).toEqual([404, 'request.not_found', 'NOT_FOUND']);
    expect(await refusal('/trpc/consumer/list')).toEqual([404, 'request.not_found', 'NOT_FOUND']);
    expect(await refusal('/trpc/')).toEqual([404, 'request.not_found', 'NOT_FOUND']);
    expect(await refusal('/trpc/%zz')).toEqual([400, 'request.malformed', 'BAD_REQUEST']);
  });

  test('an address that is too long', async () => {
    const results = await Promise.allSettled([
      clientWith('httpBatchLink').consumer.list.query({ cursor: 'x'.repeat(20_000) }),
    ]);

    expect(codesOf(results)).toEqual(['request.headers_too_large']);
  });

  test('a credential that is none', async () => {
    const trpc = clientWith('httpLink', { authorization: 'Bearer nothing' });
    const results = await Promise.allSettled([trpc.consumer.list.query({})]);

    expect(codesOf(results)).toEqual(['auth.invalid']);
  });
});

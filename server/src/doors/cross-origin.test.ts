import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, TestHub } from '../testing/test-hub.ts';

const ours = 'https://app.example';
const foreign = 'https://evil.example';

let hub: TestHub;
let client: Client;

beforeAll(async () => {
  hub = await TestHub.start('sqlite', {
    variables: { PARLEY_ALLOWED_ORIGINS: `${ours}, https://admin.example:8443/` },
  });
  client = await hub.client();
});

afterAll(async () => {
  await hub[Symbol.asyncDispose]();
});

const preflight = async (path: string, origin: string, method = 'POST') =>
  hub.rest(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    },
  });
const allowed = (headers: Headers) => headers.get('access-control-allow-origin');

const paths = [
  '/v1/events',
  '/v1/events/evt_1',
  '/v1/nowhere',
  '/trpc/consumer.list',
  '/trpc/event.list,event.list?batch=1',
  '/v1/openapi.json',
];

test.each(paths)('a preflight of %s is answered before anything is looked at, and kept', async (path) => {
  const { status, headers, text } = await preflight(path, ours);

  expect([status, text, allowed(headers)]).toEqual([204, '', ours]);
  expect(headers.get('access-control-allow-methods')).toContain('DELETE');
  expect(headers.get('access-control-allow-headers')).toMatch(/authorization.*idempotency-key/);
  expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(60);
  expect(headers.get('vary')).toContain('origin');
});

test.each([
  foreign,
  'null',
  `${ours}.evil.example`,
  'http://app.example',
  `${ours}:8443`,
  'https://admin.example',
])('the origin %s is told nothing, by preflights and by answers', async (origin) => {
  for (const path of paths) {
    const refused = await preflight(path, origin);
    const answer = await client.rest(path, { headers: { origin } });
    for (const { headers } of [refused, answer]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers.get('vary')).toContain('origin');
    }
  }
});

test('an allowed origin reads answers and refusals, and the headers that matter; with no cookie, ever', async () => {
  const answers = [
    await client.rest('/v1/events', { headers: { origin: ours } }),
    await hub.rest('/v1/events', { headers: { origin: ours } }),
    await client.rest('/v1/nowhere', { headers: { origin: ours } }),
    await client.rest('/trpc/event.list?input={}', { headers: { origin: ours } }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 200]);
  for (const answer of answers) {
    expect(allowed(answer.headers)).toBe(ours);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(
      /etag.*idempotent-replayed.*link.*location.*retry-after.*x-request-id/,
    );
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    expect(answer.headers.get('vary')).toContain('origin');
  }
});

test('a stream says it as well, beside what tRPC says of its own', async () => {
  const aborted = new AbortController();
  const response = await fetch(`${hub.url}/trpc/event.watch?input={}`, {
    headers: { origin: ours, authorization: `Bearer ${client.secret}`, accept: 'text/event-stream' },
    signal: aborted.signal,
  });
  aborted.abort();

  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect([allowed(response.headers), response.headers.get('vary')]).toEqual([
    ours,
    expect.stringMatching(/^(?=.*origin)(?=.*trpc-accept)/),
  ]);
});

test('a session changes nothing from there: what comes with a cookie still has to come from the console', async () => {
  const { cookie } = await hub.browser();
  const body = { name: 'A new one', kind: 'partner' };

  for (const path of ['/v1/consumers', '/trpc/consumer.create'])
    expect((await hub.rest(path, { body, headers: { cookie, origin: ours } })).status).toBe(403);
});

describe('pages, files and health are for their own origin', () => {
  test.each(['/', '/docs/problems', '/healthz', '/v1x', '/nowhere'])('%s', async (path) => {
    const answer = await hub.rest(path, { headers: { origin: ours } });
    const refused = await preflight(path, ours);

    expect([allowed(answer.headers), allowed(refused.headers)]).toEqual([null, null]);
  });
});

test('without the variable nothing is said to anybody', async () => {
  await using plain = await TestHub.start('sqlite');
  const answer = await plain.rest('/v1/openapi.json', { headers: { origin: ours } });

  expect([allowed(answer.headers), answer.headers.get('vary')]).toEqual([null, 'accept-encoding']);
});

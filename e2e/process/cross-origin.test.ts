import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Console, startConsole } from '../support/console.ts';
import { findFreePort } from '../support/free-port.ts';
import { type Parley, startParley } from '../support/parley.ts';
import { createOwner, type Staff } from '../support/staff.ts';

// Pages of two other origins, in a real browser: one is allowed, the other is not.
let browser: Console;
let parley: Parley;
let owner: Staff;
let secret: string;
let pages: Server[];
const origins = { allowed: '', foreign: '' };

const servePage = async (port: number): Promise<Server> => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A frontend</title>'),
  );
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
};

beforeAll(async () => {
  const port = await findFreePort();
  pages = [await servePage(port), await servePage(0)];
  origins.allowed = `http://127.0.0.1:${port}`;
  origins.foreign = `http://127.0.0.1:${(pages[1]!.address() as AddressInfo).port}`;
  [browser, parley] = await Promise.all([
    startConsole(),
    startParley({ environment: { PARLEY_ALLOWED_ORIGINS: origins.allowed } }),
  ]);
  owner = await createOwner(parley);
  ({ secret } = await owner.createKey('frontend', ['events:publish', 'events:read', 'event-types:write']));
});

afterAll(async () => {
  for (const page of pages) page.close();
  await browser[Symbol.asyncDispose]();
  await parley[Symbol.asyncDispose]();
});

interface Init {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  credentials?: 'include';
}

/** What a script of the page gets of a request: the answer, or that the browser keeps it. */
const fetchIn = async (page: Page, path: string, init: Init = {}) =>
  page.evaluate(
    async ([url, options]) => {
      try {
        const answer = await fetch(url, options);
        return {
          status: answer.status,
          body: await answer.text(),
          headers: Object.fromEntries(answer.headers),
        };
      } catch (error) {
        return { failure: String(error) };
      }
    },
    [parley.url + path, init] as const,
  );

const openAt = async (origin: string, who: Staff | null = null): Promise<Page> => {
  const page = await browser.open(parley, who);
  await page.goto(origin);
  return page;
};

const withKey = () => ({ authorization: `Bearer ${secret}`, 'content-type': 'application/json' });
const publish = () => ({
  method: 'POST',
  headers: { ...withKey(), 'idempotency-key': crypto.randomUUID() },
  body: JSON.stringify({ type: 'invoice.generated', data: {} }),
});

test('a page of an allowed origin publishes, reads, and sees why it is refused', async () => {
  const page = await openAt(origins.allowed);
  const declared = await fetchIn(page, '/v1/event-types', {
    method: 'POST',
    headers: withKey(),
    body: JSON.stringify({ name: 'invoice.generated', description: 'An invoice.', schema: {} }),
  });
  expect(declared).toMatchObject({ status: expect.toSatisfy((status) => status < 300) });

  const published = await fetchIn(page, '/v1/events', publish());
  const listed = await fetchIn(page, '/trpc/event.list?input=%7B%7D', { headers: withKey() });
  const refused = await fetchIn(page, '/v1/consumers', { headers: withKey() });

  expect(published).toMatchObject({ headers: { 'x-request-id': expect.any(String) } });
  expect(JSON.parse(listed.body ?? '').result.data.items).toHaveLength(1);
  expect([refused.status, JSON.parse(refused.body ?? '').code]).toEqual([403, 'auth.scope_missing']);
});

test('a page of another origin is kept from everything, and a session opens nothing to either', async () => {
  const foreign = await openAt(origins.foreign, owner);
  for (const [path, init] of [
    ['/v1/events', publish()],
    ['/v1/events', { headers: withKey() }],
    ['/trpc/session.current', { credentials: 'include' }],
  ] as const)
    expect(await fetchIn(foreign, path, init)).toEqual({
      failure: expect.stringContaining('Failed to fetch'),
    });

  const allowed = await openAt(origins.allowed, owner);
  for (const path of ['/trpc/session.current', '/v1/consumers'])
    expect(await fetchIn(allowed, path, { credentials: 'include' })).toEqual({
      failure: expect.stringContaining('Failed to fetch'),
    });
  expect(await fetchIn(allowed, '/')).toHaveProperty('failure');
});

import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const operationsMany = 25;

/** One schema that all operations send. */
const documentOf = (version: string, type: string) => ({
  openapi: '3.1.0',
  info: { title: 'Things', version },
  paths: Object.fromEntries(
    Array.from({ length: operationsMany }, (_, index) => [
      `/things${String(index).padStart(2, '0')}`,
      {
        post: {
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          responses: { 204: { description: 'Done.' } },
        },
      },
    ]),
  ),
  components: { schemas: { Thing: { type: 'object', properties: { value: { type } } } } },
});

describe.each(dialects)('changes that reach many operations on %s', (dialect) => {
  test('a change lists ten operations and how many there are, and the rest by page', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/apis', { body: { slug: 'things', name: 'Things' } });
    await client.rest('/v1/apis/things/versions', { body: { document: documentOf('1', 'string') } });
    const checked = await client.rest('/v1/apis/things/check', {
      body: { document: documentOf('2', 'integer') },
    });
    await client.rest('/v1/apis/things/versions', { body: { document: documentOf('2', 'integer') } });
    const pageOf = async (fingerprint: string, query: string) =>
      client.rest(`/v1/apis/things/changes/${fingerprint}/operations${query}`);

    // Nothing was published: a draft is compared with the upload before it.
    const { body } = await client.rest('/v1/apis/things/changes');
    const [change] = body.changes;
    const first = await pageOf(change.fingerprint, '?limit=20');
    const second = await pageOf(change.fingerprint, `?limit=20&cursor=${first.body.nextCursor}`);
    const before = await pageOf(change.fingerprint, `?limit=20&cursor=${second.body.previousCursor}`);
    const cursor = await pageOf(change.fingerprint, '?cursor=bm90LW91cnM');
    const none = await pageOf('0000000000000000', '');

    expect(body.base).toMatchObject({ version: '1', status: 'draft' });
    expect(change).toMatchObject({ severity: 'breaking', operationCount: operationsMany, isGone: false });
    expect(change.operations).toHaveLength(10);
    expect(checked.body.changes[0]).toEqual(change);
    expect(first.body).toMatchObject({ operationCount: operationsMany });
    expect([...first.body.items, ...second.body.items]).toEqual(
      Object.keys(documentOf('', '').paths).map((path) => `POST ${path}`),
    );
    expect(second.body.nextCursor).toBeNull();
    expect(before.body.items).toEqual(first.body.items);
    expect([first.body.previousCursor, before.body.previousCursor]).toEqual([null, null]);
    expect(cursor).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(none).toMatchObject({ status: 404, body: { code: 'contract_change.not_found' } });
  });

  test('without a credential or the scope nothing is listed', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/apis', { body: { slug: 'things', name: 'Things' } });
    const path = '/v1/apis/things/changes/0000000000000000/operations';

    expect((await hub.rest(path)).status).toBe(401);
    const other = await hub.client({ scopes: ['events:read'] });
    expect((await other.rest(path)).status).toBe(403);
    expect((await client.rest(path.replace('things/', 'others/'))).status).toBe(404);
  });
});

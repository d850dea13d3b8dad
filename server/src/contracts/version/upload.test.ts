import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1.0.0' },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [{ name: 'status', in: 'query', schema: { type: 'string' } }],
        responses: { 200: { description: 'Pets.' } },
      },
    },
  },
};

describe.each(dialects)('contracts on %s', (dialect) => {
  test('an upload is a draft; the same contract again, as YAML, is the same version', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const api = await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
    expect(api).toMatchObject({ status: 201, body: { slug: 'pets', versionCount: 0, newest: null } });

    const first = await client.rest('/v1/apis/pets/versions', { body: { document } });
    expect(first).toMatchObject({
      status: 201,
      body: { number: 1, version: '1.0.0', status: 'draft', operationCount: 1, openapi: '3.1' },
    });
    const yaml = `info: { version: 1.0.0, title: Pets }
openapi: 3.1.0
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: status, in: query, schema: { type: string } }
      responses: { 200: { description: Pets. } }
`;
    const again = await client.rest('/v1/apis/pets/versions', { body: { document: yaml } });
    expect(again.body).toMatchObject({ id: first.body.id, sha256: first.body.sha256 });
    expect((await client.rest('/v1/apis/pets')).body).toMatchObject({
      versionCount: 1,
      newest: { id: first.body.id },
    });
    const stored = await client.rest(`/v1/apis/pets/versions/${first.body.id}/document`);
    expect(stored.body.document).toEqual(document);
  });

  test('what is no OpenAPI is refused with its place, and nothing is stored', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
    const wrong = await client.rest('/v1/apis/pets/versions', {
      body: { document: 'openapi: 3.1.0\ninfo: { title: 1, version: "1" }\npaths: {}\n' },
    });

    expect(wrong).toMatchObject({ status: 422, body: { code: 'contract.invalid' } });
    expect(wrong.body.errors[0]).toMatchObject({ path: '/info/title' });
    expect(wrong.body.errors[0].message).toContain('line 2');
    expect((await client.rest('/v1/apis/pets/versions')).body.items).toEqual([]);
  });
});

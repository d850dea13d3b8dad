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

  test('a document that is sent as an object keeps every digit, from the upload to the file that is served', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
    const schema = '{"type":"integer","maximum":9223372036854775807,"examples":[1541815603606036480]}';
    const sent = JSON.stringify(document).replace('{"type":"string"}', schema);

    const { status, body } = await client.rest('/v1/apis/pets/versions', { raw: `{"document":${sent}}` });
    const asText = await client.rest('/v1/apis/pets/versions', { body: { document: sent } });
    const served = await client.rest(`/v1/apis/pets/versions/${body.id}/document`);

    expect([status, asText.body.id]).toEqual([201, body.id]);
    expect(served.text).toContain(schema);
    const next = await client.rest('/v1/apis/pets/check', {
      raw: `{"document":${sent.replace('775807', '775806')}}`,
    });
    expect(next.text).toContain('decreased from 9223372036854775807 to 9223372036854775806');
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

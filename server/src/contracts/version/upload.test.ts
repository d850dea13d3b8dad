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
      body: { document: 'openapi: 3.1.0\ninfo: { title: Pets, version: "1" }\npaths:\n  /pets: all\n' },
    });

    expect(wrong).toMatchObject({ status: 422, body: { code: 'contract.invalid' } });
    expect(wrong.body.errors[0]).toMatchObject({ path: '/paths/~1pets' });
    expect(wrong.body.errors[0].message).toContain('line 4');
    expect((await client.rest('/v1/apis/pets/versions')).body.items).toEqual([]);
  });

  test('what breaks the specification without changing what is compared is found at its line, and kept as it was sent', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
    const slips = `openapi: 3.1.0
info: { title: Pets, version: 2 }
tags:
paths:
  /pets:
    get:
      consumes: [application/json]
      responses: { 200: { content: { application/json: { schema: null } } } }
`;

    const version = await client.rest('/v1/apis/pets/versions', { body: { document: slips } });
    const { lint } = (await client.rest(`/v1/apis/pets/versions/${version.body.id}`)).body;
    const stored = await client.rest(`/v1/apis/pets/versions/${version.body.id}/document`);
    const again = await client.rest('/v1/apis/pets/check', { body: { document: slips } });

    expect(version).toMatchObject({ status: 201, body: { version: '2', convertedFrom: null } });
    const found = lint.findings.filter((finding: { rule: string }) => finding.rule.startsWith('openapi/'));
    expect(
      found.map(({ rule, line }: { rule: string; line: number }) => `${line} ${rule}`).toSorted(),
    ).toEqual([
      '2 openapi/wrong-type',
      '3 openapi/empty-field',
      '7 openapi/unknown-field',
      '8 openapi/empty-field',
      '8 openapi/missing-field',
    ]);
    expect(stored.body.document).toMatchObject({
      info: { version: 2 },
      tags: null,
      paths: { '/pets': { get: { consumes: ['application/json'] } } },
    });
    expect(again.body).toMatchObject({ changes: [], gate: { isOpen: true } });
  });

  test('Swagger 2.0 is converted, says so, and is compared with OpenAPI like any other', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
    const swagger = {
      swagger: '2.0',
      info: { title: 'Pets', version: '1.0.0' },
      paths: {
        '/pets': {
          get: {
            operationId: 'listPets',
            parameters: [{ name: 'status', in: 'query', type: 'string' }],
            responses: { 200: { description: 'Pets.' } },
          },
        },
      },
    };

    const version = await client.rest('/v1/apis/pets/versions', { body: { document: swagger } });
    const detail = await client.rest(`/v1/apis/pets/versions/${version.body.id}`);
    const stored = await client.rest(`/v1/apis/pets/versions/${version.body.id}/document`);
    const same = await client.rest('/v1/apis/pets/check', { body: { document } });
    const again = await client.rest('/v1/apis/pets/check', { body: { document: swagger } });

    expect(version).toMatchObject({ status: 201, body: { openapi: '3.0', convertedFrom: 'swagger-2.0' } });
    expect(detail.body).toMatchObject({ convertedFrom: 'swagger-2.0' });
    expect(stored.body.document).toMatchObject({ openapi: '3.0.4', paths: document.paths });
    expect(same.body).toMatchObject({ changes: [], convertedFrom: null });
    expect(again.body).toMatchObject({ changes: [], convertedFrom: 'swagger-2.0' });
  });
});

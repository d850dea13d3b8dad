import { existsSync, readFileSync } from 'node:fs';
import { dump } from 'js-yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { createOpenApi } from '../../doors/openapi.ts';
import { type ContractInput, ContractReader } from './reader.ts';

const reader = new ContractReader();
afterAll(async () => reader.close());

const answers = { 200: { description: 'Fine.' } };
const contract = (more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Clinic', version: '2.1' },
  paths: { '/visits': { get: { operationId: 'listVisits', summary: 'Visits.', responses: answers } } },
  ...more,
});

describe('reading', () => {
  test('a contract says what it is: version, title, operations, size', async () => {
    const reading = await reader.readContract({ document: contract() });

    expect(reading).toMatchObject({
      openapi: '3.1',
      title: 'Clinic',
      version: '2.1',
      operations: 1,
    });
    expect(reading.document).toEqual(contract());
    expect(reading.bytes).toBe(Buffer.byteLength(JSON.stringify(contract())));
  });

  test('JSON, YAML, another order of keys and UTF-16 are the same content', async () => {
    const { openapi, info, paths } = contract();
    const inputs: ContractInput[] = [
      { document: contract() },
      { text: JSON.stringify({ paths, info, openapi }, null, 3) },
      { text: dump({ info, openapi, paths }) },
      { text: Buffer.from(`\uFEFF${JSON.stringify(contract())}`, 'utf16le') },
      { text: `\uFEFF${JSON.stringify(contract())}` },
    ];

    const readings = await Promise.all(inputs.map(async (input) => reader.readContract(input)));

    expect(new Set(readings.map(({ sha256 }) => sha256)).size).toBe(1);
    const other = await reader.readContract({ document: contract({ tags: [] }) });
    expect(other.sha256).not.toBe(readings[0]?.sha256);
  });

  test('the content address is the SHA-256 of canonical JSON, whatever a key is called', async () => {
    const tags = [{ name: 'é\u2028', 'x-9': 1.0, 'x-10': -0, 'x-a': { b: [], a: {} } }];
    const { sha256 } = await reader.readContract({ document: contract({ tags }) });

    const canonical = `{"info":{"title":"Clinic","version":"2.1"},"openapi":"3.1.0","paths":{"/visits":{"get":{"operationId":"listVisits","responses":{"200":{"description":"Fine."}},"summary":"Visits."}}},"tags":[{"name":"é\u2028","x-10":0,"x-9":1,"x-a":{"a":{},"b":[]}}]}`;
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical));
    expect(sha256).toBe(Buffer.from(digest).toString('hex'));
  });

  test('YAML is 1.2: `no` and dates are text, aliases and merges are written out', async () => {
    const text = `openapi: 3.0.3
info: {title: Clinic, version: "1", description: 2024-01-31}
x-country: no
x-base: &base {a: 1, b: [x]}
x-same: *base
x-more: {<<: *base, a: 2}
paths: {}
`;
    const { document } = await reader.readContract({ text });

    expect(document).toMatchObject({
      info: { description: '2024-01-31' },
      'x-country': 'no',
      'x-same': { a: 1, b: ['x'] },
      'x-more': { a: 2, b: ['x'] },
    });
  });

  test.each(['3.0.4', '3.1.1', '3.2.0'])('OpenAPI %s is taken', async (openapi) => {
    const { operations } = await reader.readContract({ document: contract({ openapi }) });

    expect(operations).toBe(1);
  });

  test('what is new in 3.2 is taken: media types as components, the QUERY method, `$self`', async () => {
    const document = contract({
      openapi: '3.2.0',
      $self: 'https://clinic.example/api',
      paths: {
        '/visits': {
          query: {
            operationId: 'searchVisits',
            responses: answers,
            requestBody: { content: { 'application/json': { $ref: '#/components/mediaTypes/Search' } } },
          },
        },
      },
      components: {
        mediaTypes: { Search: { schema: { $ref: 'https://clinic.example/api#/components/schemas/Search' } } },
        schemas: { Search: { type: 'object' } },
      },
    });

    const reading = await reader.readContract({ document });

    expect(reading.operations).toBe(1);
    expect(reading.json).toContain('"$ref":"#/components/schemas/Search"');
  });

  test('anchors and ids of schemas inside the document become pointers', async () => {
    const schemas = {
      Pet: {
        $id: 'https://clinic.example/pet',
        $defs: { name: { $anchor: 'name', type: 'string' } },
        properties: { a: { $ref: '#/$defs/name' }, b: { $ref: '#name' } },
      },
      Home: { properties: { pet: { $ref: 'https://clinic.example/pet' } } },
    };

    const { json } = await reader.readContract({ document: contract({ components: { schemas } }) });

    expect(json).toContain('"a":{"$ref":"#/components/schemas/Pet/$defs/name"}');
    expect(json).toContain('"b":{"$ref":"#/components/schemas/Pet/$defs/name"}');
    expect(json).toContain('"pet":{"$ref":"#/components/schemas/Pet"}');
  });

  const slipsIn = async (more: object): Promise<string[]> => {
    const { lint } = await reader.readContract({ document: contract(more) });
    return lint.findings
      .filter(({ rule }) => rule.startsWith('openapi/'))
      .map(({ rule, pointer }) => `${rule} ${pointer}`)
      .toSorted();
  };

  test('keywords of another version are found and not refused', async () => {
    const schemas = { A: { type: 'number', nullable: true, exclusiveMinimum: true, minimum: 1 } };

    expect(await slipsIn({ components: { schemas } })).toEqual([
      'openapi/other-version /components/schemas/A/exclusiveMinimum',
      'openapi/other-version /components/schemas/A/nullable',
    ]);
    expect(
      await slipsIn({ openapi: '3.0.3', components: { schemas: { A: { type: ['string', 'null'] } } } }),
    ).toEqual([
      'openapi/other-version /components/schemas/A/type',
      'openapi/other-version /components/schemas/A/type/1',
    ]);
  });

  test('what the specification forbids and readers can live with is found at its place', async () => {
    const get = {
      parameters: [
        { name: 'id', in: 'path', schema: {} },
        { name: 'q', in: 'query', schema: {}, content: { 'text/plain': {} } },
      ],
      responses: { '2xx': { description: 'Fine.' } },
    };

    expect(await slipsIn({ paths: { '/a/{id}': { get } } })).toEqual([
      'openapi/missing-field /paths/~1a~1{id}/get/parameters/0',
      'openapi/wrong-value /paths/~1a~1{id}/get/parameters/1',
      'openapi/wrong-value /paths/~1a~1{id}/get/responses/2xx',
    ]);
  });

  test('JSON with a comma behind its last member is read, and other faults in it are not', async () => {
    const text = JSON.stringify(contract(), null, 2).replace(/\n\}$/, ',\n}');

    await expect(reader.readContract({ text })).resolves.toMatchObject({ operations: 1 });
    await expect(reader.readContract({ text: text.replace(',\n}', ',,\n}') })).rejects.toThrow(
      'Not valid JSON',
    );
  });

  test('what stands under `x-` is no operation', async () => {
    const paths = { 'x-internal': { get: { operationId: 'hidden' } } };

    const reading = await reader.readContract({ document: contract({ paths }) });

    expect(reading).toMatchObject({ operations: 0, operationList: [] });
  });

  test('a reference to nothing but itself says nothing, and stops nobody', async () => {
    const schemas = {
      A: { $ref: '#/components/schemas/B' },
      B: { $ref: '#/components/schemas/A' },
      C: { properties: { a: { $ref: '#/components/schemas/A' } } },
    };

    expect(await slipsIn({ components: { schemas }, paths: { '/a': { $ref: '#/paths/~1a' } } })).toEqual([
      'openapi/circular-reference /components/schemas/A/$ref',
      'openapi/circular-reference /components/schemas/B/$ref',
      'openapi/circular-reference /components/schemas/C/properties/a/$ref',
      'openapi/circular-reference /paths/~1a/$ref',
    ]);
  });

  test('`true` and `false` are schemas since 3.1', async () => {
    const schemas = {
      A: true,
      B: { type: 'object', properties: { a: true }, items: false, allOf: [true], not: false },
    };

    expect(await slipsIn({ components: { schemas } })).toEqual([]);
    expect(await slipsIn({ openapi: '3.0.3', components: { schemas } })).toContain(
      'openapi/other-version /components/schemas/A',
    );
  });

  test('references in examples are data: kept as they are, never followed', async () => {
    const example = { $ref: 'file:///etc/passwd', inner: { $ref: '#/nowhere' } };
    const responses = { 200: { description: 'Fine.', content: { 'application/json': { example } } } };

    const reading = await reader.readContract({
      document: contract({ paths: { '/a': { get: { responses } } } }),
    });

    expect(reading.document).toMatchObject({ paths: { '/a': { get: { responses } } } });
  });
});

describe('real contracts', () => {
  test('the document of Parley itself reads without an error', async () => {
    const reading = await reader.readContract({ document: createOpenApi('http://127.0.0.1:4100') });

    expect(reading.openapi).toBe('3.1');
    expect(reading.lint.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(reading.lint.findings.filter(({ rule }) => rule.startsWith('openapi/'))).toEqual([]);
  });

  const specs = new URL('../../../../../shared/specs/', import.meta.url);
  const files = [
    'stripe-2022-03-01.json',
    'openai-2026-08-21.json',
    'twilio-api-2026-04-14.json',
    'digitalocean-2026-08.bundled.json',
  ];

  // Large documents of others are not part of the project; without them there is nothing to show.
  test.skipIf(!existsSync(specs)).each(files)('%s is read, as JSON and as YAML', async (file) => {
    const text = readFileSync(new URL(file, specs), 'utf8');

    const reading = await reader.readContract({ text });
    const fromYaml = await reader.readContract({ text: dump(JSON.parse(text), { noRefs: true }) });

    expect(fromYaml.sha256).toBe(reading.sha256);
    expect(fromYaml.lint.counts).toEqual(reading.lint.counts);
    expect(reading.lint.score).toBeGreaterThan(50);
    expect(reading.lint.findings.every(({ line }) => line >= 1)).toBe(true);
  });
});

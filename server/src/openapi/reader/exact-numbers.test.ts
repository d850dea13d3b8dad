import { afterAll, describe, expect, test } from 'vitest';
import { compareDocuments } from './comparison.ts';
import { type ContractInput, ContractReader, ContractRefused } from './reader.ts';

const reader = new ContractReader();
afterAll(async () => reader.close());

const head = `openapi: 3.1.0
info: { title: Ledger, version: '1' }
paths:
  /entries:
    post:
      operationId: addEntry
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Entry' }
      responses: { '204': { description: Added. } }
components:
  schemas:
    Entry:
      type: object
      properties:
`;
const yaml = (property: string): ContractInput => ({ text: `${head}        id: { ${property} }\n` });
const json = (property: string): string =>
  `{"openapi":"3.1.0","info":{"title":"Ledger","version":"1"},"paths":{"/entries":{"post":{"operationId":"addEntry","requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Entry"}}}},"responses":{"204":{"description":"Added."}}}}},"components":{"schemas":{"Entry":{"type":"object","properties":{"id":{${property}}}}}}}`;

const changes = async (base: ContractInput, revision: ContractInput) => {
  const [left, right] = [await reader.readContract(base), await reader.readContract(revision)];
  const order = { base: left.json, revision: right.json, sunsetGraceDays: 0, now: 0 };
  return compareDocuments(order).changes.map(({ id, severity, text }) => ({ id, severity, text }));
};

describe('a number that a double would change', () => {
  test.each([
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['18446744073709551615', '18446744073709551615'],
    ['123456789.123456789123', '123456789.123456789123'],
    ['0x7FFFFFFFFFFFFFFF', '9223372036854775807'],
    ['+9223372036854775807', '9223372036854775807'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
  ])('is kept as it was written: %s', async (written, kept) => {
    const fromYaml = await reader.readContract(
      yaml(`type: integer, maximum: ${written}, example: ${written}`),
    );
    const fromJson = await reader.readContract({
      text: json(`"type":"integer","maximum":${kept},"example":${kept}`),
    });

    expect(fromYaml.json).toContain(`"maximum":${kept},"example":${kept}`);
    expect(fromJson.json).toBe(fromYaml.json);
    expect(fromJson.sha256).toBe(fromYaml.sha256);
    expect(fromYaml.lint.findings.filter(({ rule }) => rule.startsWith('openapi/'))).toEqual([]);
  });

  test('makes documents that differ in its last digit two, and the comparison finds it', async () => {
    const [one, other] = [
      { text: json('"maximum":9223372036854775807') },
      { text: json('"maximum":9223372036854775806') },
    ];

    const readings = await Promise.all([one, other].map(async (input) => reader.readContract(input)));
    expect(readings[0]?.sha256).not.toBe(readings[1]?.sha256);
    expect((await changes(one, other)).map(({ id, severity }) => [id, severity])).toContainEqual([
      'request-property-max-decreased',
      'breaking',
    ]);
    const named = [9007199254740993n, 9007199254740992n].map((value) => ({
      text: json(`"enum":[${value},1]`),
    }));
    expect((await changes(named[0]!, named[1]!)).map(({ id }) => id)).toContain(
      'request-property-enum-value-removed',
    );
    expect((await changes(one, other)).map(({ text }) => text).join()).toContain(
      'decreased from 9223372036854775807 to 9223372036854775806',
    );
    expect(await changes(one, one)).toEqual([]);
  });

  test('is kept behind keys that a request may not have', async () => {
    const text = json('"properties":{"constructor":{"prototype":1}},"maximum":9223372036854775807');
    const { json: kept } = await reader.readContract({ text });
    const order = { base: kept, revision: kept.replace('5807', '5806'), sunsetGraceDays: 0, now: 0 };

    expect(compareDocuments(order).changes.map(({ id }) => id)).toContain('request-property-max-decreased');
  });

  test('is the same number however it is written, in one document or two', async () => {
    const sums = await Promise.all(
      ['9223372036854775807', '9223372036854775807.0', '922337203685477580.7e1'].map(
        async (written) => (await reader.readContract({ text: json(`"maximum":${written}`) })).sha256,
      ),
    );
    expect(new Set(sums).size).toBe(1);
  });

  test('is no change beside what was kept of it before numbers were exact', async () => {
    const before = { text: json('"maximum":9223372036854776000') };
    expect(await changes(before, { text: json('"maximum":9223372036854775807') })).toEqual([]);
  });
});

test('a key of YAML is text, whatever number it looks like', async () => {
  const { json: kept } = await reader.readContract(
    yaml("type: string, x-names: { 1.0: a, 0x10: b, 9007199254740993: c, 200: d, '1': e }"),
  );
  expect(kept).toContain('"9007199254740993":"c"');
  expect(kept).toContain('"1.0":"a","0x10":"b"');
});

test.each([
  [{ text: json('"maximum":1e400') }],
  [{ text: json('"minimum":1e-400') }],
  [{ text: json(`"minimum":0.${'0'.repeat(400)}1`) }],
  [yaml('maximum: 1e400')],
  [yaml('minimum: -1e-400')],
  [{ text: json('"maximum":1,"m\\u0061ximum":2') }],
  [yaml('maximum: 1, "m\\u0061ximum": 2')],
])(
  'what no double holds at all, and a key that stands twice, is refused with its place: %#',
  async (input) => {
    const refusal: unknown = await reader.readContract(input).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(ContractRefused);
    expect(refusal).toMatchObject({ code: 'contract.invalid', problems: [{ rule: 'syntax' }] });
  },
);

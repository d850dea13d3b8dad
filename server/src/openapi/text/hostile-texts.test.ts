import { afterAll, expect, test } from 'vitest';
import {
  contract,
  findFaults,
  type Hostile,
  json,
  range,
  text,
  withSchemas,
  yamlHead,
} from '../../testing/containment.ts';
import { type ContractInput, ContractReader } from '../reader/reader.ts';

const reader = new ContractReader();
afterAll(async () => reader.close());

const around = (extra: string) => `${JSON.stringify(contract()).slice(0, -1)},${extra}}`;
const yaml = (extra: string): ContractInput => text(yamlHead + extra);
const laughs = (levels: number, width: number) =>
  `x-a0: &a0 [lol]\n${range(levels)
    .map((at) => `x-a${at + 1}: &a${at + 1} [${Array(width).fill(`*a${at}`).join(', ')}]`)
    .join('\n')}\n`;

const broken: Hostile[] = [
  ['nothing', 'contract.unsupported', () => text('')],
  ['white space', 'contract.unsupported', () => text(' \n\t ')],
  ['a number', 'contract.unsupported', () => text('42')],
  ['null', 'contract.unsupported', () => text('null')],
  ['a list', 'contract.unsupported', () => text('[]')],
  ['an empty object', 'contract.unsupported', () => text('{}')],
  ['a web page', 'contract.unsupported', () => text('<!doctype html><title>x</title>')],
  ['Swagger 1', 'contract.unsupported', () => json({ swagger: '1.2', info: {}, paths: {} })],
  ['Swagger 2 without anything', 'read', () => json({ swagger: '2.0', info: {}, paths: {} })],
  ['AsyncAPI', 'contract.unsupported', () => json({ asyncapi: '3.0.0' })],
  ['OpenAPI 4', 'contract.unsupported', () => json({ openapi: '4.0.0' })],
  ['a version that is a number', 'read', () => text('openapi: 3.1\ninfo: {}\npaths: {}')],
  ['a version that is another number', 'contract.unsupported', () => text('openapi: 4\ninfo: {}\npaths: {}')],
  ['UTF-16 without its mark', 'contract.unsupported', () => ({ text: Buffer.from('{"a":1}', 'utf16le') })],
  [
    'bytes that are no UTF-8',
    'contract.unsupported',
    () => ({ text: Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d) }),
  ],
  ['several YAML documents', 'contract.unsupported', () => text(`---\n${yamlHead}---\n${yamlHead}`)],
  ['half a document', 'contract.invalid', () => text('{"openapi": "3.1.0", "info": ')],
  ['an unclosed string of 10 MB', 'contract.invalid', () => text(`{"openapi": "${'x'.repeat(1e7)}`)],
  ['a key twice', 'contract.invalid', () => text(around('"info":{}'))],
  ['a key twice, in YAML', 'contract.invalid', () => yaml('info: {}')],
  ['__proto__', 'contract.invalid', () => text(around('"__proto__":{"x":1}'))],
  ['__proto__ in disguise', 'contract.invalid', () => text(around('"\\u005f_proto__":{"x":1}'))],
  ['__proto__ in YAML', 'contract.invalid', () => yaml('__proto__: {x: 1}')],
  ['__proto__ by a merge', 'contract.invalid', () => yaml('x-a: {<<: {__proto__: {x: 1}}}')],
  [
    'constructor and hasOwnProperty as keys',
    ['read', 'contract.invalid'],
    () =>
      json(
        withSchemas({
          constructor: { type: 'object', properties: { hasOwnProperty: { type: 'string' }, toString: {} } },
        }),
      ),
  ],
  [
    'hasOwnProperty where a field is asked for',
    ['read', 'contract.invalid'],
    () =>
      json(
        contract({
          info: { title: 'a', version: '1', hasOwnProperty: 1 },
          components: { hasOwnProperty: 1 },
        }),
      ),
  ],
  ['a number out of range', 'contract.invalid', () => text(around('"x-a":1e400'))],
  ['a number of 10 MB', 'contract.invalid', () => text(around(`"x-a":${'9'.repeat(1e7)}`))],
  ['infinity in YAML', 'contract.invalid', () => yaml('x-a: .inf')],
  ['NUL', 'contract.invalid', () => text(around(String.raw`"x-a":"\u0000"`))],
  ['a lone surrogate', 'contract.invalid', () => text(around(String.raw`"x-a":"\ud800"`))],
  ['a lone surrogate as a key', 'contract.invalid', () => text(around(String.raw`"x-\udc00":1`))],
  ['raw NUL', 'contract.unsupported', () => text(`${yamlHead}x-a: "\0"`)],
  ['paths that are no object', 'contract.invalid', () => json(contract({ paths: ['/a'] }))],
  [
    'everything of the wrong type',
    'contract.invalid',
    () =>
      json({
        openapi: '3.1.0',
        info: 5,
        paths: 'x',
        components: [],
        tags: {},
        servers: 1,
        security: 'x',
        webhooks: [],
      }),
  ],
];

const large: Hostile[] = [
  ['21 MB', 'contract.too_large', () => text(' '.repeat(21 * 1024 * 1024))],
  [
    'ten million keys',
    'contract.too_large',
    () =>
      text(
        around(
          range(1e7)
            .map((at) => `"${at}":0`)
            .join(),
        ),
      ),
  ],
  [
    'a million keys in one place',
    'contract.too_complex',
    () =>
      text(
        around(
          range(1e6)
            .map((at) => `"k${at}":0`)
            .join(),
        ),
      ),
  ],
  ['nine million numbers', 'contract.too_complex', () => text(around(`"x-a":[${'0,'.repeat(9e6)}0]`))],
  ['nine million empty lists', 'contract.too_complex', () => text(around(`"x-a":[${'[],'.repeat(6e6)}0]`))],
  [
    'nested 100,000 deep',
    'contract.too_complex',
    () => text(around(`"x-a":${'['.repeat(1e5)}${']'.repeat(1e5)}`)),
  ],
  [
    'objects nested 100,000 deep',
    'contract.too_complex',
    () => text(around(`"x-a":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`)),
  ],
  ['ten million brackets that never close', 'contract.too_complex', () => text('['.repeat(1e7))],
  [
    'an object nested 100,000 deep',
    'contract.too_complex',
    () => ({ document: range(1e5).reduce<object>((inner) => ({ inner }), {}) }),
  ],
  [
    'a text of 15 MB',
    'read',
    () => json(contract({ info: { title: 'a', version: '1', description: 'x '.repeat(7.5e6) } })),
  ],
  ['a key of 1 MB', 'contract.too_complex', () => text(around(`"x-${'a'.repeat(1e6)}":1`))],
  [
    'YAML nested 100,000 deep',
    'contract.too_complex',
    () => yaml(`x-a: ${'['.repeat(1e5)}${']'.repeat(1e5)}`),
  ],
  [
    'YAML objects nested 100,000 deep',
    'contract.too_complex',
    () => yaml(`x-a: ${'{a: '.repeat(1e5)}1${'}'.repeat(1e5)}`),
  ],
  ['YAML lists nested on one line', 'contract.too_complex', () => yaml(`x-a:\n  ${'- '.repeat(1e5)}a`)],
  [
    'YAML nested by indentation',
    'contract.too_complex',
    () =>
      yaml(
        range(2000)
          .map((at) => `${' '.repeat(at)}x-a:`)
          .join('\n'),
      ),
  ],
  ['five million lines of YAML', 'contract.too_complex', () => yaml(`x-a:\n${'- a\n'.repeat(4.9e6)}`)],
  ['nine million YAML words', 'contract.too_complex', () => yaml(`x-a: [${'a,'.repeat(9e6)}a]`)],
  [
    'three million YAML keys',
    'contract.too_complex',
    () =>
      yaml(
        `x-a:\n${range(1.5e6)
          .map((at) => ` k${at}: 0`)
          .join('\n')}`,
      ),
  ],
  ['a YAML comment of 15 MB', 'read', () => yaml(`#${'x'.repeat(1.5e7)}`)],
  ['a YAML word of 15 MB', 'read', () => yaml(`x-a: ${'x'.repeat(1.5e7)}`)],
  ['YAML text that never closes', 'contract.too_complex', () => yaml(`x-a: "${'x\n'.repeat(5e6)}`)],
  [
    'a YAML text of 10 MB of escapes',
    ['read', 'contract.invalid'],
    () => yaml(`x-a: "${String.raw`\x41`.repeat(2.5e6)}"`),
  ],
  ['YAML colons', 'contract.too_complex', () => yaml(`x-a: ${':'.repeat(3e6)}`)],
  ['YAML quotes', ['read', 'contract.invalid'], () => yaml(`x-a: ${`''`.repeat(3e6)}`)],
  ['YAML question marks', 'contract.invalid', () => yaml(`x-a:\n  ${'? '.repeat(100)}a`)],
];

const aliases: Hostile[] = [
  ['a billion laughs', 'contract.too_complex', () => yaml(laughs(9, 10))],
  ['laughs that double', 'contract.too_complex', () => yaml(laughs(60, 2))],
  [
    'a large text repeated',
    'contract.too_complex',
    () => yaml(`x-a: &a "${'x'.repeat(1e6)}"\nx-b: [${Array(1000).fill('*a').join()}]`),
  ],
  ['aliases that nest', 'contract.too_complex', () => yaml(laughs(5000, 1))],
  ['an alias that holds itself', 'contract.invalid', () => yaml('x-a: &a [*a]')],
  ['an alias of nothing', 'contract.invalid', () => yaml('x-a: *a')],
  [
    '100,000 aliases',
    'contract.too_complex',
    () => yaml(`x-a: &a 1\nx-b: [${Array(1e5).fill('*a').join()}]`),
  ],
  [
    'merges that double',
    'contract.too_complex',
    () =>
      yaml(
        `x-m0: &m0 {a: 1}\n${range(40)
          .map((at) => `x-m${at + 1}: &m${at + 1} {<<: [*m${at}, *m${at}], k${at}: 1}`)
          .join('\n')}`,
      ),
  ],
  [
    'merges of many keys',
    ['contract.invalid', 'contract.too_complex'],
    () =>
      yaml(
        `x-m: &m {${range(2000)
          .map((at) => `k${at}: 1`)
          .join()}}\nx-n:\n${'- {<<: *m}\n'.repeat(2000)}`,
      ),
  ],
  ['a tag that runs', 'contract.invalid', () => yaml("x-a: !!js/function 'function () { process.exit() }'")],
  ['a binary tag', 'contract.invalid', () => yaml('x-a: !!binary aGVsbG8=')],
  ['a tag of somebody', 'contract.invalid', () => yaml('x-a: !ruby/object:Gem::Installer {}')],
];

test.each([...broken, ...large, ...aliases])('contained in time: %s', async (...hostile) => {
  expect(await findFaults(reader, hostile)).toEqual([]);
});

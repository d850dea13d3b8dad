import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asWritten, jsonText } from '../../testing/json-text.ts';
import { canonicalJson } from '@parley/shared/words/canonical-json';
import { assertKept, memberText, parseExact } from './exact-json.ts';
import { parseJson, readJson } from './json.ts';
import { canonicalNumber, compareNumbers, ExactNumber, fidelityOf } from '@parley/shared/words/json-number';
import { pointerAt } from './json-place.ts';
import { Problem } from './problem.ts';
import { readTree, writeTree } from './text-tree.ts';

// More, after one of these was changed: PROPERTY_RUNS=20000 pnpm test platform/request.
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };

const refusalOf = (act: () => unknown): Problem => {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('It was taken.');
};

const digits = fc.stringMatching(/^(?:0|[1-9]\d{0,24})$/);
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.option(fc.stringMatching(/^\d{1,24}$/), { nil: undefined }),
    fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
  )
  .map(
    ([sign, whole, fraction, power]) =>
      `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${power === undefined ? '' : `e${power}`}`,
  );

/** The value as a fraction of two integers. */
const valueOf = (written: string): [bigint, bigint] => {
  const [mantissa = '', power = '0'] = written.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(power) - fraction.length;
  const top = BigInt(whole.replace('-', '') + fraction) * (whole.startsWith('-') ? -1n : 1n);
  return exponent < 0 ? [top, 10n ** BigInt(-exponent)] : [top * 10n ** BigInt(exponent), 1n];
};

const orderOf = (left: string, right: string): number => {
  const [a, b] = [valueOf(left), valueOf(right)];
  const difference = a[0] * b[1] - b[0] * a[1];
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
};

describe('numbers', () => {
  test.each([
    ['0', 'kept'],
    ['-0', 'kept'],
    ['1.0', 'kept'],
    ['1e3', 'kept'],
    ['100000000000000000000000', 'kept'],
    ['0.1', 'kept'],
    ['1.7976931348623157e308', 'kept'],
    ['5e-324', 'kept'],
    ['0e999999999999', 'kept'],
    ['0.000000000000000000000000000000', 'kept'],
    ['9007199254740993', 'rounded'],
    ['1541815603606036480', 'rounded'],
    ['9223372036854775807', 'rounded'],
    ['123456789.123456789123', 'rounded'],
    ['1.00000000000000000001', 'rounded'],
    ['4e-324', 'rounded'],
    ['1e400', 'lost'],
    ['-1e400', 'lost'],
    ['1e-400', 'lost'],
    [`1${'0'.repeat(400)}`, 'lost'],
    [`0.${'0'.repeat(400)}1`, 'lost'],
  ])('a double and %s: %s', (written, fidelity) => {
    expect(fidelityOf(written)).toBe(fidelity);
  });

  test('have one form exactly when their values are equal', () => {
    fc.assert(
      fc.property(number, number, (left, right) => {
        expect(Math.sign(compareNumbers(left, right))).toBe(orderOf(left, right));
        expect(canonicalNumber(left) === canonicalNumber(right)).toBe(orderOf(left, right) === 0);
      }),
      runs,
    );
  });

  test('that a double keeps are those that it prints with the same value', () => {
    fc.assert(
      fc.property(number, (written) => {
        const printed = String(Number(written)).replace('e+', 'e');
        expect(fidelityOf(written) === 'kept').toBe(orderOf(written, printed) === 0);
      }),
      runs,
    );
  });
});

describe('what is refused says where it stands', () => {
  test.each([
    ['{"a":1,"a":2}', '/a'],
    [String.raw`{"a":1,"\u0061":2}`, '/a'],
    ['{"data":{"list":[{},{"x":{"b":1,"c":2,"b":3}}]}}', '/data/list/1/x/b'],
    ['{"":0,"":0}', '/'],
    ['{"a/b":{"~":1,"~":1}}', '/a~1b/~0'],
    [`{${Array.from({ length: 40 }, (_, at) => `"key${at}":0`).join()},"key7":1}`, '/key7'],
    [`[{"a":1},{"a":[1e400]}]`, '/1/a/0'],
    ['{"a":-1e-400}', '/a'],
    ['{"a":{"b":1e400},"c":1}', '/a/b'],
  ])('%s', (text, path) => {
    const { code, errors } = refusalOf(() => parseJson(text));

    expect(code).toBe('request.invalid');
    expect(errors?.map((one) => one.path)).toEqual([path]);
  });

  test('a number that a double changes, where it is not kept as text', () => {
    const sent = readJson('{"data": {"id": 9007199254740993}, "limit": [1, 9007199254740993]}');

    expect(refusalOf(() => assertKept(sent, ['data'])).errors?.[0]?.path).toBe('/limit/1');
    expect(refusalOf(() => assertKept(sent, [])).errors?.[0]?.path).toBe('/data/id');
    assertKept(sent, ['data', 'limit']);
  });

  test('keys that are alike and not the same are taken', () => {
    const text = String.raw`{"a":1,"A":2,"aa":3,"ab":4,"b":{"a":1},"c":[{"a":1},{"a":1}],"\u00e1":5,"á ":6}`;
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['{"__proto__":1}'],
    [String.raw`{"\u005f_proto__":1}`],
    ['{"constructor":{"prototype":1}}'],
    [String.raw`{"a":{"constructor":{"b":1,"p\u0072ototype":1}}}`],
    ['{"a":'],
    ['{"a":1}}'],
    ['{"a" 1}'],
    ['{"a":01}'],
    ['{"a":1,}'],
    ['["a":1]'],
    ['"a'],
    ['}}}}'],
    ['[[[,'],
    [''],
    [String.raw`"\ud800"`],
    ['['.repeat(65)],
  ])('is no JSON of ours: %s', (text) => {
    expect(refusalOf(() => parseJson(text)).code).toBe('request.malformed');
  });

  test('`constructor` and `prototype` by themselves are keys like others', () => {
    const text = '{"constructor":1,"prototype":{"constructor":[{"prototype":2}]}}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

describe('any text of JSON', () => {
  test('reads as JSON.parse reads it, and each member keeps its text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 6 }), jsonText, { maxKeys: 20 }), (fields) => {
        const members = Object.entries(fields).filter(([key]) => key !== '__proto__');
        const text = ` {${members.map(([key, value]) => `${asWritten(key)} :\n${value} `).join(',')}}`;
        const sent = readJson(text);

        expect(sent.value).toEqual(JSON.parse(text));
        for (const [key, value] of members) expect(memberText(sent, key)).toBe(value.trim());
      }),
      runs,
    );
  });

  test('a key that is repeated anywhere is found', () => {
    fc.assert(
      fc.property(jsonText, fc.string({ maxLength: 4 }), jsonText, (value, key, other) => {
        fc.pre(!['__proto__', 'x', 'y'].includes(key));
        const before = `[{"x":${other},${JSON.stringify(key)}:1,"y":${value},`;
        const text = `${before}${asWritten(key)}:${other}}]`;

        const { errors } = refusalOf(() => parseJson(text));
        expect(errors?.[0]?.path).toBe(pointerAt(text, before.length));
      }),
      runs,
    );
  });

  test('read exactly and written again it is the same value to the last digit', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const exact = parseExact(text);
        expect(canonicalJson(parseExact(JSON.stringify(exact)))).toBe(canonicalJson(exact));
        expect(JSON.parse(JSON.stringify(exact))).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
      }),
      runs,
    );
  });

  test('read as a tree and written again it is the same text', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(writeTree(readTree(text))).toBe(text.trim());
      }),
      runs,
    );
  });
});

describe('the canonical form', () => {
  const shuffled = (value: unknown, swap: (length: number) => number): unknown => {
    if (Array.isArray(value)) return value.map((one) => shuffled(one, swap));
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
    const entries = Object.entries(value);
    for (const [index] of entries.entries()) {
      const other = swap(entries.length);
      [entries[index], entries[other]] = [entries[other]!, entries[index]!];
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, shuffled(inner, swap)]));
  };

  test('does not know the order of keys, white space and how numbers are written', () => {
    expect(canonicalJson(parseExact('{"b": [1.0, -0, 1e2], "a": 9007199254740993.0}'))).toBe(
      canonicalJson(parseExact('{"a":90071992547409930e-1,"b":[1,0,100]}')),
    );
    fc.assert(
      fc.property(jsonText, fc.infiniteStream(fc.nat(1000)), (text, chance) => {
        const value = parseExact(text);
        const swap = (length: number) => chance.next().value % length;
        expect(canonicalJson(shuffled(value, swap))).toBe(canonicalJson(value));
      }),
      runs,
    );
  });

  test('differs for values that differ, to the last digit', () => {
    const [one, other] = ['9007199254740993', '9007199254740992'].map((text) =>
      canonicalJson(parseExact(`{"a":${text}}`)),
    );
    expect(one).not.toBe(other);
    fc.assert(
      fc.property(jsonText, jsonText, (left, right) => {
        const isSame = canonicalJson(parseExact(left)) === canonicalJson(parseExact(right));
        // Equal forms read as equal doubles; different ones may be rounded to one.
        if (isSame)
          expect(JSON.parse(left.replaceAll('-0', '0'))).toEqual(JSON.parse(right.replaceAll('-0', '0')));
      }),
      runs,
    );
  });
});

import * as fc from 'fast-check';

// JSON as other programs write it: every way of writing one value.

const space = fc.constantFrom('', '', '', ' ', '\n', '\t ', '\r\n');

const number = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1.0',
    '-0.0e5',
    '1E+2',
    '1e-7',
    '9007199254740993',
    '1541815603606036480',
    '-9223372036854775808',
    '123456789.123456789123',
    '0.1000000000000000055511151231257827',
    '1.7976931348623157e308',
    '4e-324',
  ),
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,22})(?:\.\d{1,22})?(?:[eE][+-]?\d{1,2})?$/),
);

const escapes: Record<string, string> = { '\n': String.raw`\n`, '"': String.raw`\"`, '\\': String.raw`\\` };

const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** A text with every other character as an escape. */
export const asWritten = (text: string): string => {
  const written = Array.from(text, (character, at) =>
    at % 2 === 0
      ? escaped(character)
      : (escapes[character] ?? (character < ' ' ? JSON.stringify(character).slice(1, -1) : character)),
  );
  return `"${written.join('')}"`;
};

const string = fc
  .tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.boolean())
  .filter(([text]) => !text.includes('\0'))
  .map(([text, isEscaped]) => (isEscaped ? asWritten(text) : JSON.stringify(text)));

const key = fc.oneof(fc.constantFrom('10', '2', 'a', 'data', 'constructor'), fc.string({ maxLength: 5 }));

const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc
    .tuple(
      space,
      fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom('true', 'false', 'null'),
        number,
        string,
        tie('list'),
        tie('object'),
      ),
      space,
    )
    .map((parts) => parts.join('')),
  list: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  object: fc
    .uniqueArray(fc.tuple(key, fc.boolean(), space, tie('value')), {
      maxLength: 5,
      selector: ([name]) => name,
    })
    .map((members) => {
      const written = members
        .filter(([name]) => !['__proto__', 'prototype'].includes(name) && !name.includes('\0'))
        .map(
          ([name, isEscaped, gap, inner]) =>
            `${gap}${isEscaped ? asWritten(name) : JSON.stringify(name)}${gap}:${inner}`,
        );
      return `{${written.join(',')}}`;
    }),
}));

/** Any text of JSON without what is refused: odd numbers, escapes, white space, keys in any order. */
export const jsonText = value;

/** The same, of an object. */
export const jsonObjectText = value.filter((text) => text.trim().startsWith('{'));

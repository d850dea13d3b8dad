import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  nan: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: '`null`',
  undefined: 'nothing',
  void: 'nothing',
  never: 'nothing',
};

const kindOf = (input: unknown): string => {
  if (input === null) return '`null`';
  return kinds[Array.isArray(input) ? 'array' : typeof input] ?? 'something else';
};

const ofType = ({ expected, input }: { expected: string; input?: unknown }): string => {
  const kind = kinds[expected] ?? 'another kind of value';
  return input === undefined
    ? `Missing: it takes ${kind}.`
    : `It takes ${kind}, and this is ${kindOf(input)}.`;
};

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', set: ' entries' };

/** `1 characters` is nobody's English. */
const counted = (count: number | bigint, origin: string): string => {
  const unit = units[origin] ?? '';
  return `${count}${count === 1 || count === 1n ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit}`;
};

const ofSize = (
  origin: string,
  bound: number | bigint,
  words: readonly [string, string],
  isIncluded = true,
) => `${isIncluded ? words[0] : words[1]} ${counted(bound, origin)}.`;

const formats: Readonly<Record<string, string>> = {
  email: 'An e-mail address, such as ada@example.com.',
  url: 'A URL, such as https://example.com/webhooks.',
  datetime: 'A time in UTC, such as 2026-11-22T09:30:00Z.',
  date: 'A day, such as 2026-11-22.',
  uuid: 'A UUID.',
};

const ofFormat = ({ format, pattern }: { format: string; pattern?: string | undefined }): string =>
  formats[format] ??
  (pattern === undefined ? 'It has another form.' : `It has to fit the pattern ${pattern.slice(0, 200)}`);

/** What is said of a place that may have one of several forms and has none, unless its schema says more. */
export const noForm = 'None of the forms that it takes.';

const shown = 20;

const oneOf = (values: readonly unknown[]): string => {
  const words = values.slice(0, shown).map((value) => `\`${String(value)}\``);
  const more = values.length > shown ? ` or ${values.length - shown} others` : '';
  return words.length === 1 && more === ''
    ? `${words.join('')} and nothing else.`
    : `One of ${words.join(', ')}${more}.`;
};

/** What a field takes, in our words: those of the schema library speak of its own types. */
const wordsOf = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue);
    case 'too_big':
      return ofSize(issue.origin, issue.maximum, ['At most', 'Less than'], issue.inclusive);
    case 'too_small':
      return ofSize(issue.origin, issue.minimum, ['At least', 'More than'], issue.inclusive);
    case 'invalid_format':
      return ofFormat(issue);
    case 'not_multiple_of':
      return `A multiple of ${issue.divisor}.`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'unrecognized_keys':
      return 'There is no such field.';
    case 'invalid_key':
      return 'A name of another form.';
    case 'invalid_union':
      return noForm;
    case 'invalid_element':
    case 'custom':
      break;
  }
  return 'Another value.';
};

/** Has every schema speak in these words, where it has none of its own. */
export const useOwnWords = (): void => {
  z.config({ localeError: wordsOf });
};

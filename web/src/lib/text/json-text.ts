import { mayHoldExactNumbers, parseWithExactNumbers } from '@parley/shared/words/json-number';
import { z } from 'zod';

/** A text read as JSON: its value, or where and why it is none. */
export type JsonReading = { isJson: true; value: unknown } | { isJson: false; complaint: string };

/** `JSON.parse` that changes no number: `JSON.stringify` writes those that a double would round as they were. */
export function parseJson(text: string): unknown {
  const isExact = 'rawJSON' in JSON && mayHoldExactNumbers(text);
  return isExact ? parseWithExactNumbers(text) : JSON.parse(text);
}

/** Reads `text` as JSON. The complaint names the line and what was expected there, the same in every browser. */
export function readJson(text: string): JsonReading {
  try {
    return { isJson: true, value: parseJson(text) };
  } catch {
    return { isJson: false, complaint: whereItBreaks(text) };
  }
}

/** JSON as people read it. */
export function indentJson(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? '';
}

const closing = /^[}\]]$/;

/**
 * A text of JSON as people read it, laid out as {@link indentJson} does it and with every token as it was written. A text
 * that is not JSON stays as it is.
 */
export function indentJsonText(text: string): string {
  if (!readJson(text).isJson) return text;
  let shown = '';
  let depth = 0;
  let before = '';
  for (const [, mark, string, scalar] of text.matchAll(/([{}[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}[\],:"]+)/g)) {
    const one = mark ?? string ?? scalar ?? '';
    const isEmpty = closing.test(one) && (before === '{' || before === '[');
    if (closing.test(one)) depth -= 1;
    if (!isEmpty && (closing.test(one) || before === '{' || before === '[' || before === ','))
      shown += `\n${'  '.repeat(depth)}`;
    if (before === ':') shown += ' ';
    if (one === '{' || one === '[') depth += 1;
    shown += one;
    before = one;
  }
  return shown;
}

/** A form field that holds JSON as text: says where the text breaks, then checks the value with `schema`. */
export function jsonTextOf<Value>(schema: z.ZodType<Value>) {
  return z
    .string()
    .transform((text, context): unknown => {
      const reading = readJson(text);
      if (reading.isJson) return reading.value;
      context.addIssue({ code: 'custom', message: reading.complaint });
      return z.NEVER;
    })
    .pipe(schema);
}

const token =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/uy;

type Wants = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'next';

/** What may follow what: the state after a token, or `undefined` when the token may not stand there. */
function follow(kind: string, wants: Wants, open: string[]): Wants | undefined {
  const isValueWanted = wants === 'value' || wants === 'valueOrEnd';
  const isKeyWanted = wants === 'key' || wants === 'keyOrEnd';
  if (kind === '{' || kind === '[') {
    if (!isValueWanted) return undefined;
    open.push(kind);
    return kind === '{' ? 'keyOrEnd' : 'valueOrEnd';
  }
  if (kind === '}' || kind === ']') {
    const begin = kind === '}' ? '{' : '[';
    const mayEnd = wants === 'next' || wants === (kind === '}' ? 'keyOrEnd' : 'valueOrEnd');
    return mayEnd && open.pop() === begin ? 'next' : undefined;
  }
  if (kind === ':') return wants === 'colon' ? 'value' : undefined;
  if (kind === ',') return nextAfterComma(wants, open.at(-1));
  if (kind === 'string' && isKeyWanted) return 'colon';
  return isValueWanted ? 'next' : undefined;
}

function nextAfterComma(wants: Wants, innermost: string | undefined): Wants | undefined {
  if (wants !== 'next' || !innermost) return undefined;
  return innermost === '{' ? 'key' : 'value';
}

function expectation(wants: Wants, innermost: string | undefined): string {
  if (wants === 'next') {
    if (!innermost) return 'nothing more';
    return innermost === '{' ? 'a comma or }' : 'a comma or ]';
  }
  const words = {
    value: 'a value',
    valueOrEnd: 'a value or ]',
    key: 'a name in double quotes',
    keyOrEnd: 'a name in double quotes or }',
    colon: 'a colon',
  };
  return words[wants];
}

function whereItBreaks(text: string): string {
  const open: string[] = [];
  let wants: Wants = 'value';
  let end = 0;
  for (;;) {
    token.lastIndex = end;
    const match = token.exec(text);
    const innermost = open.at(-1);
    const kind = match?.[1] ?? (match?.[2] === undefined ? 'scalar' : 'string');
    const then: Wants | undefined = match ? follow(kind, wants, open) : undefined;
    if (!match || !then) return `${placeOf(text, end)}: expected ${expectation(wants, innermost)}.`;
    wants = then;
    end += match[0].length;
  }
}

/** The line of the first character after `end` that is no space. */
function placeOf(text: string, end: number): string {
  const rest = text.slice(end);
  const blank = rest.length - rest.trimStart().length;
  const isAtEnd = blank === rest.length;
  const line = text.slice(0, isAtEnd ? text.trimEnd().length : end + blank).split('\n').length;
  return isAtEnd ? `Line ${line}, at the end` : `Line ${line}`;
}

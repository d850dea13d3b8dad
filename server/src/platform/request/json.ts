import { type JsonFault, type JsonFindings, walkJson } from './json-walk.ts';
import { ExactNumber } from '@parley/shared/words/json-number';
import { pointerAt } from './json-place.ts';
import { Problem } from './problem.ts';

/** An object of JSON. Its values are whatever somebody sent. */
export type JsonObject = { [key: string]: unknown };

/** Whether the value is an object with keys, and no array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

const depthMax = 64;
const shownMax = 60;

const malformed = (detail: string) => new Problem('request.malformed', { detail });

const assertStorable = (value: unknown, path: string): void => {
  if (typeof value === 'string') {
    if (!value.isWellFormed())
      throw malformed(`The text at ${path || '/'} holds a lone surrogate, which is no Unicode character.`);
    if (value.includes('\0')) throw malformed(`The text at ${path || '/'} holds a NUL character.`);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) assertStorable(item, `${path}/${index}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      assertStorable(key, path);
      assertStorable(item, `${path}/${key}`);
    }
  }
};

const numberAt = (text: string, at: number): string => {
  const number = /[-+.\deE]*/y;
  number.lastIndex = at;
  const written = number.exec(text)?.[0] ?? '';
  return written.length > shownMax ? `${written.slice(0, shownMax)}…` : written;
};

const invalidAt = (text: string, at: number, detail: (pointer: string) => string, message: string) => {
  const pointer = pointerAt(text, at);
  return new Problem('request.invalid', {
    detail: detail(pointer),
    errors: [{ path: pointer || '/', message }],
  });
};

/** The refusal of a number that would not be kept as it was sent, at this offset of the text. */
export const roundedNumber = (text: string, at: number): Problem =>
  invalidAt(
    text,
    at,
    (pointer) =>
      `The number ${numberAt(text, at)} at ${pointer} is more exact than a double, and would be changed.`,
    'A number that a double keeps: an integer within 2^53, or at most 15 digits. Send others as text.',
  );

const refusalOf = ({ kind, at }: JsonFault, text: string): Problem => {
  if (kind === 'depth') return malformed(`The JSON is nested deeper than ${depthMax} levels.`);
  if (kind === 'prototype')
    return malformed('The JSON holds a `__proto__` or `constructor.prototype` key, which is refused.');
  if (kind === 'repeated')
    return invalidAt(
      text,
      at,
      (pointer) => `The key at ${pointer} stands twice in the same object.`,
      'Each key once in an object; readers of JSON disagree about which one counts.',
    );
  return invalidAt(
    text,
    at,
    (pointer) => `The number ${numberAt(text, at)} at ${pointer} is beyond what a double holds.`,
    'A number between -1.7976931348623157e308 and 1.7976931348623157e308, and zero as 0.',
  );
};

/** A text of JSON that was parsed, and what the walk over it found. */
export interface ParsedJson {
  value: unknown;
  text: string;
  findings: JsonFindings;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not valid JSON: ${error instanceof Error ? error.message : 'not JSON'}.`);
  }
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body. Refuses bytes that are not UTF-8 as `request.malformed`; a byte order mark is left out. */
export const textOf = (body: Buffer | string): string => {
  if (typeof body === 'string') return body.startsWith('\uFEFF') ? body.slice(1) : body;
  try {
    return utf8.decode(body);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
};

/** {@link parseJson}, with the text and what was found in it. */
export const readJson = (body: Buffer | string): ParsedJson => {
  const text = textOf(body);
  const findings = walkJson(text, depthMax);
  const { fault } = findings;
  // Before anything is built from it.
  if (fault?.kind === 'depth') throw refusalOf(fault, text);
  const value = parse(text);
  if (fault) throw refusalOf(fault, text);
  if (findings.hasRiskyEscape) assertStorable(value, '');
  return { value, text, findings };
};

/**
 * Parses JSON that came from outside. Refused as `request.malformed`: bytes that are not UTF-8, anything that is not
 * JSON, `__proto__` and `constructor.prototype` keys, nesting past 64 levels, and text that a database cannot keep
 * (NUL, lone surrogates). Refused as `request.invalid`, with their place: keys that stand twice in an object, and numbers
 * that a double cannot hold at all. Numbers that a double only rounds pass, and are in the findings of `readJson`.
 */
export const parseJson = (body: Buffer | string): unknown => readJson(body).value;

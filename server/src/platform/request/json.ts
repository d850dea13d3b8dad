import { parse } from 'secure-json-parse';
import { Problem } from './problem.ts';

/** An object of JSON. Its values are whatever somebody sent. */
export type JsonObject = { [key: string]: unknown };

/** Whether the value is an object with keys, and no array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const depthMax = 64;
/** Escapes that can produce NUL or a surrogate; most bodies have none, so most skip the deep check. */
const suspiciousEscape = /\\u(?:0000|d[89a-f])/i;

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

const assertShallow = (text: string): void => {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 92) index += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > depthMax) throw malformed(`The JSON is nested deeper than ${depthMax} levels.`);
    } else if (code === 125 || code === 93) depth -= 1;
  }
};

/**
 * Parses JSON that came from outside. Refused as `request.malformed`: bytes that are not UTF-8, anything that is not
 * JSON, `__proto__` and `constructor.prototype` keys, nesting past 64 levels, and text that a database cannot keep
 * (NUL, lone surrogates).
 */
export const parseJson = (body: Buffer | string): unknown => {
  let text: string;
  try {
    text = typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
  assertShallow(text);
  let value: unknown;
  try {
    value = parse(text, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    throw malformed(
      reason.includes('forbidden prototype')
        ? 'The JSON holds a `__proto__` or `constructor.prototype` key, which is refused.'
        : `The body is not valid JSON: ${reason}.`,
    );
  }
  if (suspiciousEscape.test(text) || text.includes('\0')) assertStorable(value, '');
  return value;
};

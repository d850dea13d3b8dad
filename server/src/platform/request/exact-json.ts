import { mayHoldExactNumbers, parseWithExactNumbers } from '@parley/shared/words/json-number';
import { type JsonObject, type ParsedJson, roundedNumber } from './json.ts';
import { walkJson } from './json-walk.ts';

/**
 * `JSON.parse` that changes no number: those that a double would round are {@link ExactNumber}s, and `JSON.stringify` writes
 * them as they were. For our own texts, and for those that were walked over before.
 */
export const parseExact = (text: string): unknown => {
  if (!mayHoldExactNumbers(text)) return JSON.parse(text);
  // Reading each number as text is several times slower than to look first. A walk that stopped early has not seen all.
  const { rounded, fault } = walkJson(text, Infinity);
  return rounded.length === 0 && fault === null ? JSON.parse(text) : parseWithExactNumbers(text);
};

/** The text of a member of the outermost object, exactly as it was sent. */
export const memberText = (
  { text, findings }: Pick<ParsedJson, 'text' | 'findings'>,
  name: string,
): string | undefined => {
  const place = placeOf({ text, findings }, name);
  return place && text.slice(place.start, place.end);
};

const placeOf = (
  { text, findings: { members } }: Pick<ParsedJson, 'text' | 'findings'>,
  name: string,
): { start: number; end: number } | undefined => {
  for (let index = 0; index < members.length; index += 3) {
    const [at, keyEnd, end] = members.slice(index, index + 3);
    if (at === undefined || keyEnd === undefined || end === undefined) continue;
    const key = text.slice(at + 1, keyEnd - 1);
    if (key !== name && (!key.includes('\\') || JSON.parse(text.slice(at, keyEnd)) !== name)) continue;
    const colon = text.indexOf(':', keyEnd);
    const space = /[ \t\r\n]*/y;
    space.lastIndex = colon + 1;
    space.exec(text);
    return { start: space.lastIndex, end };
  }
  return undefined;
};

/** Refuses a number that a double changes, unless it stands in one of the members that are kept exactly. */
export const assertKept = (sent: ParsedJson, exact: readonly string[]): void => {
  const { rounded } = sent.findings;
  if (rounded.length === 0) return;
  const places = exact.flatMap((name) => placeOf(sent, name) ?? []);
  const changed = rounded.find((at) => !places.some(({ start, end }) => at >= start && at < end));
  if (changed !== undefined) throw roundedNumber(sent.text, changed);
};

/** These members with every digit of their numbers. */
export const withExact = (
  fields: JsonObject,
  sent: ParsedJson | null,
  members: readonly string[],
): JsonObject => {
  if (!sent || sent.findings.rounded.length === 0) return fields;
  const exact = members.flatMap((name) => {
    const text = memberText(sent, name);
    return text === undefined ? [] : [[name, parseExact(text)] as const];
  });
  return { ...fields, ...Object.fromEntries(exact) };
};

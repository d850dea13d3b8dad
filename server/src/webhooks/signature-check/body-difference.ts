import { isDeepStrictEqual } from 'node:util';
import { bodyForms, formFault } from './body-forms.ts';
import type { Fault } from './fault.ts';

const before = 16;
const after = 24;

// Where a character of UTF-8 begins.
const startOf = (bytes: Buffer, offset: number): number => {
  let start = Math.max(0, Math.min(offset, bytes.length));
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
};

/** A piece of a text on one line: control characters as JSON escapes them. */
export const onOneLine = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');

const excerpt = (bytes: Buffer, offset: number): string => {
  if (offset >= bytes.length) return 'the end of the body';
  const start = startOf(bytes, offset - before);
  const end = startOf(bytes, offset + after);
  const text = JSON.stringify(bytes.toString('utf8', start, end))
    .slice(1, -1)
    .replaceAll('\\"', '"');
  return `${start > 0 ? '…' : ''}${text}${end < bytes.length ? '…' : ''}`;
};

const describeDifference = (received: Buffer, sent: Buffer): string => {
  let offset = 0;
  while (offset < received.length && received[offset] === sent[offset]) offset += 1;
  return [
    `The first difference is at byte ${offset}:`,
    `received: ${excerpt(received, offset)}`,
    `sent: ${excerpt(sent, offset)}`,
  ].join('\n');
};

const parse = (body: Buffer): { value: unknown; compact: Buffer } | null => {
  try {
    const value: unknown = JSON.parse(body.toString());
    return { value, compact: Buffer.from(JSON.stringify(value)) };
  } catch {
    return null;
  }
};

const isSame = (one: unknown, other: unknown): boolean => {
  try {
    return isDeepStrictEqual(one, other);
  } catch {
    // Nested deeper than the stack.
    return false;
  }
};

const changed: Fault = {
  check: 'body',
  code: 'body_changed',
  message: 'The content of the body is not what Parley sent.',
  fix: 'Find what changes the body between the connection and the verification; verify the raw bytes first.',
};

const changedAndRewritten: Fault = {
  ...changed,
  message:
    'The JSON was written again, and its content is not what Parley sent. Both were compared without white space.',
};

const empty: Fault = {
  check: 'body',
  code: 'body_empty',
  message: 'The body is empty.',
  fix: 'Something read it before: a body parser leaves an empty stream. Keep the raw body when it is read.',
};

const object: Fault = {
  check: 'body',
  code: 'body_object',
  message: 'The body is what became of a parsed object, not what was received.',
  fix: 'The parser ran first. Keep the raw body: express.raw(), await request.text(), request.get_data(), php://input.',
};

/** What is wrong with a body whatever was sent: it is empty, or an object that was turned to text. `null` otherwise. */
export const lostBody = (received: Buffer): Fault | null => {
  if (received.length === 0) return empty;
  return /^(?:\[object \w+\]|undefined|null|\{\}|Array)$/.test(received.toString('utf8', 0, 40).trim())
    ? object
    : null;
};

/** Why a received body is not the one that was sent, with the first difference; they are known to differ. */
export const explainDifference = (received: Buffer, sent: Buffer): Fault => {
  const known = lostBody(received) ?? bodyForms(received).find(({ bytes }) => bytes.equals(sent))?.fault;
  if (known) return withDifference(known, received, sent);
  const json = parse(received);
  if (json && isSame(json.value, parse(sent)?.value))
    return withDifference(formFault('body_key_order'), received, sent);
  // White space would be the first difference, where the content is the one that matters.
  return json && !json.compact.equals(received)
    ? withDifference(changedAndRewritten, json.compact, sent)
    : withDifference(changed, received, sent);
};

/** A fault that tells where the bodies begin to differ. */
export const withDifference = (fault: Fault, received: Buffer, sent: Buffer): Fault => ({
  ...fault,
  message: `${fault.message} ${describeDifference(received, sent)}`,
});

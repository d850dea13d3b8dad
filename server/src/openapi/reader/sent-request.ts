import { UploadContract } from '@parley/shared/contracts/contract';
import { pointerOf } from '../../platform/request/pointer.ts';
import { Problem } from '../../platform/request/problem.ts';
import { membersOf } from '../text/json-text.ts';
import { textLimits, TextRefusal } from '../text/text-guard.ts';
import type { SentContract } from './sent-contract.ts';

/** A request that sends a contract, as it came: too large for the event loop to look into. */
export interface SentRequest {
  kind: 'request';
  body: Uint8Array;
  /** The API that the address names. */
  slug: string;
}

const malformed = (detail: string) => new Problem('request.malformed', { detail });

const textOf = (body: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  } finally {
    // Nobody reads the bytes again, and whoever sent the order would keep them until it is answered.
    if (body.buffer instanceof ArrayBuffer) body.buffer.transfer(0);
  }
};

const fieldsOf = (text: string): Map<string, string> => {
  try {
    return new Map(membersOf(text).map(({ name, start, end }) => [name, text.slice(start, end).trim()]));
  } catch (error) {
    if (error instanceof TextRefusal) throw malformed(`The body is no object of JSON: ${error.message}`);
    throw error;
  }
};

const isObjectText = (text: string): boolean => text.startsWith('{');

const parse = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`The field \`${name}\` is not valid JSON.`);
  }
};

/** White space does not count towards the size of a document that is sent as an object. */
const compact = (text: string): string =>
  text.length > textLimits.bytesMax ? JSON.stringify(parse('document', text)) : text;

const assertKnown = (input: Record<string, unknown>, slug: string): UploadContract => {
  if (typeof input.slug === 'string' && input.slug !== slug)
    throw new Problem('request.invalid', {
      errors: [{ path: '/slug', message: 'The address names it already; leave it out of the body.' }],
    });
  const parsed = UploadContract.safeParse({ ...input, slug });
  if (parsed.success) return parsed.data;
  throw new Problem('request.invalid', {
    errors: parsed.error.issues.map(({ path, message }) => ({ path: pointerOf(path) || '/', message })),
  });
};

/**
 * The contract that a request sends. Throws `request.malformed` and `request.invalid`, as the event loop does for what is
 * small enough to be read there. A document that is an object is left as its text.
 */
export const contractIn = ({ body, slug }: SentRequest): Exclude<SentContract, SentRequest> => {
  const fields = fieldsOf(textOf(body));
  const object = fields.get('document');
  const isObject = object !== undefined && isObjectText(object);
  const input = Object.fromEntries(
    [...fields].map(([name, text]) => [name, name === 'document' && isObject ? {} : parse(name, text)]),
  );
  const { document, files, entry } = assertKnown(input, slug);
  if (isObject) return { kind: 'json', json: compact(object) };
  if (typeof document === 'string') return { kind: 'text', text: document };
  if (files && entry !== undefined && Object.hasOwn(files, entry)) return { kind: 'files', files, entry };
  throw new Problem('request.invalid', { errors: [sentNothing(files !== undefined)] });
};

/** What is wrong with an upload that names no document, or no file of several to begin with. */
export const sentNothing = (hasFiles: boolean): { path: string; message: string } =>
  hasFiles
    ? { path: '/entry', message: 'The path of the file that is the first, one of `files`.' }
    : { path: '/document', message: 'The document, as text or as an object; or `files` and `entry`.' };

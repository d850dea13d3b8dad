import { Problem } from '../../platform/request/problem.ts';

/** An address below `/gateway/`, read in the one way in which it is passed on. */
export interface GatewayTarget {
  /** The API that is called. */
  api: string;
  /** What stands behind the API, as it was sent; begins with a slash. */
  path: string;
  /** With its question mark; empty without one. */
  query: string;
}

const refuse = (detail: string): never => {
  throw new Problem('request.malformed', { detail });
};

/** A segment that some reader takes for `.` or `..`, whatever else another reader takes it for. */
const dots = /^(?:\.|%2e){1,2}(?:;.*)?$/i;
/** A slash, a backslash or a NUL in disguise, once or twice. */
const disguised = /%(?:25)*(?:2f|5c|00)|%(?:25)+2e/i;

/**
 * Refuses a path of which two readers could make two: the decision is about what was sent, and the upstream decodes by
 * itself.
 */
const assertPlainPath = (path: string): void => {
  if (!/^[\x21-\x7e]*$/.test(path)) refuse('The address holds a blank, a control character or no ASCII.');
  if (path.includes('\\')) refuse('The path holds a backslash.');
  if (path.includes('#')) refuse('The address holds a fragment.');
  if (/%(?![\da-f]{2})/i.test(path)) refuse('The path has an invalid %-escape.');
  if (disguised.test(path)) refuse('The path holds an escaped slash, backslash, dot or NUL.');
  const segments = path.split('/').slice(1);
  if (segments.some((segment) => dots.test(segment))) refuse('The path holds a `.` or `..` segment.');
  if (segments.slice(0, -1).includes('')) refuse('The path holds an empty segment.');
};

/** Splits a path and what follows it. Refuses what is not plain. */
export const splitPlain = (url: string): { path: string; query: string } => {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark);
  assertPlainPath(path);
  if (!/^[\x21-\x7e]*$/.test(query) || query.includes('#'))
    refuse('The query holds a blank, a control character, a fragment or no ASCII.');
  return { path: path === '' ? '/' : path, query };
};

/** Reads an address below `prefix`, to the letter: routes also match what is spelt in another way. */
export const targetOf = (url: string, prefix = '/gateway/'): GatewayTarget => {
  if (!url.startsWith(prefix)) throw new Problem('gateway.no_route');
  const [, api = '', rest = ''] = /^([a-z0-9-]{1,64})([/?].*)?$/s.exec(url.slice(prefix.length)) ?? [];
  if (api === '') throw new Problem('gateway.no_route');
  return { api, ...splitPlain(rest) };
};

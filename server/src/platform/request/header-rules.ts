import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

/**
 * The headers that Parley decides by, in the spelling that others read them in. Two of one, and two readers of a request
 * may take it for two different ones: a proxy checks the first, we would act on the second. `X-Forwarded-For` is a list
 * by definition and is read as one.
 */
const decisive = [
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'idempotency-key',
  'origin',
  'transfer-encoding',
];

const bitOf = new Map<string, number>(decisive.map((name, index) => [name, 1 << index]));
const requestTarget = /^https?:\/\/([^/?#]*)/i;
/** `uri-host [":" port]` of RFC 9110, as far as names that are in use go: no user, path, space or list. */
const authority = /^(?:\[[\da-f:.]{2,45}\]|[\w.-]{1,255})(?::\d{1,5})?$/i;

const refuse = (detail: string): never => {
  throw new Problem('request.malformed', { detail });
};

const assertOnce = (rawHeaders: readonly string[]): void => {
  let seen = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const bit = bitOf.get(name) ?? bitOf.get(name.toLowerCase());
    if (bit === undefined) {
      // Gateways that know their headers by variables take `_` for `-`: what they checked would not be what we read.
      if (name.includes('_') && bitOf.has(name.toLowerCase().replaceAll('_', '-')))
        refuse(`The header ${name} is spelt with _. Send ${name.replaceAll('_', '-')}.`);
      continue;
    }
    if ((seen & bit) !== 0) refuse(`The header ${name} came twice. Send it once.`);
    seen |= bit;
  }
};

const assertHost = (
  { headers, httpVersion, url = '/' }: IncomingMessage,
  sentUrl: string | undefined,
): void => {
  const { host } = headers;
  if (host === undefined) {
    if (httpVersion === '1.1') refuse('There is no Host header, which HTTP/1.1 needs.');
    return;
  }
  if (!authority.test(host))
    refuse('The Host header is no name and port, such as `parley.example` or `127.0.0.1:4100`.');
  const target = requestTarget.exec(sentUrl ?? url)?.[1];
  if (target !== undefined && target.toLowerCase() !== host.toLowerCase())
    refuse('The address in the request line names another host than the Host header.');
};

const assertFraming = ({ headers, httpVersion }: IncomingMessage): void => {
  const encoding = headers['transfer-encoding'];
  if (encoding !== undefined) {
    if (httpVersion === '1.0')
      refuse('Transfer-Encoding came with HTTP/1.0, which has none. Send Content-Length.');
    if (encoding.toLowerCase() !== 'chunked')
      refuse('Transfer-Encoding is something else than `chunked`, which is the only one that is taken.');
    if (headers['content-length'] !== undefined)
      refuse('Transfer-Encoding and Content-Length came together. Send one of them.');
  }
};

/**
 * Refuses as `request.malformed` what two readers could take for two different requests: a header that decides and comes
 * twice or with `_`, a Host that is none or not the one of the request line, and framing that is not plain. `sentUrl` is
 * the address as it stood in the request line, where `request.url` is not.
 */
export const assertUnambiguous = (request: IncomingMessage, sentUrl?: string): void => {
  assertOnce(request.rawHeaders);
  assertHost(request, sentUrl);
  assertFraming(request);
};

/** A request target in absolute form without its origin, as routes are written; any other as it is. */
export const withoutOrigin = (url: string): string => {
  if (url.startsWith('/')) return url;
  const origin = requestTarget.exec(url)?.[0];
  if (origin === undefined) return url;
  const rest = url.slice(origin.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
};

/** The length that a request says its body has: 0 without a body, `null` where it comes in chunks. */
export const declaredLengthOf = ({ headers }: IncomingMessage): number | null => {
  if (headers['transfer-encoding'] !== undefined) return null;
  return Number(headers['content-length'] ?? 0);
};

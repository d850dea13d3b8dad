import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { Problem } from '../../platform/request/problem.ts';

/** RFC 9110, 7.6.1, and what older proxies take for the same. They speak of one connection and go no further. */
const hopByHop = new Set([
  'connection',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What says who or where somebody is, or what is really meant. Only Parley says it to upstreams. */
const ours =
  /^(?:x-parley-.*|x-consumer-.*|x-credential-.*|x-anonymous-consumer|x-authenticated-.*|x-forwarded-.*|forwarded|via|x-real-ip|x-client-ip|client-ip|true-client-ip|x-cluster-client-ip|cf-connecting-ip|fastly-client-ip|x-original-.*|x-rewrite-url|x-http-method|x-http-method-override|x-method-override|x-remote-user|remote-user|x-user|x-user-id|x-auth-request-.*|x-envoy-.*|proxy|x-request-id|traceparent|tracestate)$/;

/** What frames a message, or names its receiver: nobody may have it taken for a matter of one connection. */
const never = ['content-length', 'host', 'transfer-encoding'];

const listed = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');

/** Of `Cookie`, what is not Parley's: its sessions open the console, and are nobody else's. */
const foreignCookies = (header: string): string =>
  header
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !isOwnCookie(one))
    .join('; ');

const isOwnCookie = (cookie: string): boolean => /^\s*(?:__Host-|__Secure-)?parley[\w-]*\s*=/i.test(cookie);

/** What the door knows of a call, beside its headers. */
export interface PassedCall {
  headers: IncomingHttpHeaders;
  /** Addresses from the caller to whoever connected, as far as they are believed. */
  forwardedFor: readonly string[];
  forwardedHost: string;
  forwardedProto: string;
  requestId: string;
  /** By which the upstream knows the caller. */
  identity: Readonly<Record<string, string>>;
  passesCredential: boolean;
}

const trace = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** Goes on with the trace of the caller; begins one where there is none that can be read. W3C Trace Context. */
const traceOf = ({ traceparent, tracestate }: IncomingHttpHeaders): Record<string, string> => {
  if (typeof traceparent !== 'string' || !trace.test(traceparent))
    return { traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01` };
  const isPlain = typeof tracestate === 'string' && /^[\x20-\x7e]{1,512}$/.test(tracestate);
  return { traceparent, ...(isPlain && { tracestate }) };
};

/** Headers of a request as the upstream gets them, but `Host`: first what is of one connection goes, ours come last. */
export const passedHeaders = (call: PassedCall): Record<string, string | string[]> => {
  const ofConnection = listed(call.headers.connection);
  if (ofConnection.some((name) => never.includes(name)))
    throw new Problem('request.malformed', {
      detail: 'The Connection header names a header that frames the message.',
    });
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(call.headers)) {
    if (value === undefined || hopByHop.has(name) || ofConnection.includes(name)) continue;
    // Servers that know their headers by variables take `_` for `-`.
    if (name.includes('_') || ours.test(name) || name === 'host') continue;
    if (name === 'authorization' && !call.passesCredential) continue;
    if (name === 'cookie') {
      const cookies = foreignCookies(String(value));
      if (cookies !== '') passed[name] = cookies;
    } else passed[name] = value;
  }
  return {
    ...passed,
    'x-forwarded-for': call.forwardedFor.join(', '),
    'x-forwarded-host': call.forwardedHost,
    'x-forwarded-proto': call.forwardedProto,
    'x-request-id': call.requestId,
    ...traceOf(call.headers),
    ...call.identity,
  };
};

/** What would speak for the whole host that Parley is served under, and not for one API. */
const ofTheHost = new Set([
  'alt-svc',
  'clear-site-data',
  'nel',
  'public-key-pins',
  'report-to',
  'service-worker-allowed',
  'strict-transport-security',
]);

const isJson = (type: string | string[] | undefined): boolean =>
  typeof type === 'string' && /^application\/(?:[\w.+-]+\+)?json\b/i.test(type);

/**
 * Headers of an answer as the caller gets them: those of the upstream without what is of its connection or speaks for the
 * host, and ours. A page of an API is not one of the console, which stands under the same host: it gets a sandbox.
 */
export const answeredHeaders = (
  headers: IncomingHttpHeaders,
  added: Readonly<Record<string, string>>,
): OutgoingHttpHeaders => {
  const ofConnection = listed(headers.connection);
  const answered: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || ofConnection.includes(name)) continue;
    if (ofTheHost.has(name)) continue;
    if (name === 'set-cookie') {
      const cookies = [value].flat().filter((cookie) => !isOwnCookie(cookie));
      if (cookies.length > 0) answered[name] = cookies;
    } else answered[name] = value;
  }
  if (!isJson(headers['content-type'])) {
    const policies = [headers['content-security-policy'] ?? []].flat();
    answered['content-security-policy'] = [...policies, 'sandbox'].join(', ');
  }
  answered['x-content-type-options'] = 'nosniff';
  return Object.assign(answered, added);
};

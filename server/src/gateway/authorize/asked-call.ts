import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../platform/request/problem.ts';
import { type GatewayTarget, splitPlain } from '../admission/admission.service.ts';

/** A call that a proxy asks about, before it lets it through. */
export interface AskedCall extends GatewayTarget {
  method: string;
  host: string;
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

const refuse = (detail: string): never => {
  throw new Problem('request.invalid', { detail });
};

/** How proxies say which call they ask about: nginx as it is told to, Traefik and Caddy by themselves. */
const methodHeaders = ['x-forwarded-method', 'x-original-method'];
const addressHeaders = ['x-forwarded-uri', 'x-original-uri'];

/** The one value that these headers have. Two that differ are two calls, and nobody can say which one is let through. */
const agreed = (headers: IncomingHttpHeaders, names: readonly string[]): string => {
  const values = new Set(names.flatMap((name) => one(headers[name]) ?? []));
  const [value, ...others] = values;
  if (value === undefined) return refuse(`Send one of the headers ${names.join(', ')}.`);
  return others.length > 0 ? refuse(`The headers ${names.join(', ')} differ.`) : value;
};

/** The call that a proxy asks about by headers. `api` and `prefix` are of the address that it asks at. */
export const askedByHeaders = (
  headers: IncomingHttpHeaders,
  { api, prefix, host }: { api: string; prefix: string; host: string },
): AskedCall => {
  const method = agreed(headers, methodHeaders);
  if (!/^[A-Z]{1,16}$/.test(method)) refuse('The method of the call cannot be read.');
  const { path, query } = splitPlain(agreed(headers, addressHeaders));
  const isBelow = prefix === '' || path === prefix || path.startsWith(`${prefix}/`);
  if (!isBelow) throw new Problem('gateway.no_route');
  return { api, method, path: path.slice(prefix.length) || '/', query, host };
};

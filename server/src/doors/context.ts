import type { EntityManager } from '@mikro-orm/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { verifyRequestOrigin } from 'lucia';
import type { Decision } from '../access/decision/decision.service.ts';
import { ownerOf, type Principal } from '../platform/request/principal.ts';
import type { Parts } from '../platform/process/parts.ts';
import { Problem } from '../platform/request/problem.ts';
import {
  principalOfCookie,
  principalOfSessionId,
} from '../administration/session/session-principal.service.ts';
import { principalOfIntake } from '../access/intake/intake-access.service.ts';
import { isForwarded } from './forwarded.ts';
import { sentOf } from './sent-json.ts';
import type { Services } from './services.ts';
import type { Context } from '../platform/guard/context.ts';

const anyone = (refusal: Problem | null): Principal => ({ kind: 'anyone', refusal });

/** Who comes with this `Authorization` header from this address: an API key, an access token, or a personal token. */
export const principalOfBearer = async (
  { decisions }: Pick<Services, 'decisions'>,
  header: string,
  peer: string,
): Promise<Principal> => (await decisions.identify({ kind: 'authorization', header }, peer)).principal;

/** Origins that the console may be served under: the public one, and this machine's own names for it. */
const ownOrigins = (publicUrl: string): string[] => {
  const url = new URL(publicUrl);
  const isLocal = /^(?:127\.0\.0\.1|localhost|0\.0\.0\.0|\[::1?\])$/.test(url.hostname);
  const port = url.port ? `:${url.port}` : '';
  return isLocal
    ? [publicUrl, `${url.protocol}//127.0.0.1${port}`, `${url.protocol}//localhost${port}`]
    : [publicUrl];
};

const isFromElsewhere = (request: FastifyRequest, publicUrl: string): boolean => {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const own = ownOrigins(publicUrl);
  // Lucia compares hosts; the scheme counts as well.
  return !own.includes(origin) || !verifyRequestOrigin(origin, own);
};

/** Where only a link counts, and nothing else does: whoever is signed in as well, or holds a key, is nobody there. */
const isOfIntake = (url: string): boolean => /^\/(?:v1\/intake(?![\w-])|trpc\/intake\.)/.test(url);

const principalOfLink = async (parts: Parts, request: FastifyRequest): Promise<Principal> => {
  const { authorization, cookie } = request.headers;
  const found = await principalOfIntake(parts, { authorization, cookie });
  if (found && authorization === undefined && isFromElsewhere(request, parts.publicUrl))
    return anyone(new Problem('auth.origin_refused'));
  return found ?? anyone(null);
};

const decisionOn = async (
  services: Services,
  request: FastifyRequest,
  setCookie: (cookie: string) => void,
): Promise<Decision> => {
  const { decisions, parts } = services;
  const { authorization } = request.headers;
  if (isOfIntake(request.url)) return decisions.of(await principalOfLink(parts, request));
  if (authorization === undefined) return decisions.of(await principalOfSession(parts, request, setCookie));
  const decision = await decisions.identify({ kind: 'authorization', header: authorization }, request.ip);
  const { holder, refusal } = decision;
  // What was called is not known yet, and a credential that opens nothing opens none of it.
  if (holder && refusal) services.refusedCalls.record(holder, null, refusal.problem);
  return decision;
};

const principalOfSession = async (
  parts: Parts,
  request: FastifyRequest,
  setCookie: (cookie: string) => void,
): Promise<Principal> => {
  const header = request.headers.cookie;
  const found = header === undefined ? null : await principalOfCookie(parts, header);
  if (!found) return anyone(null);
  // A browser sends the cookie whoever made the page: what changes something has to come from our own.
  if (isFromElsewhere(request, parts.publicUrl)) return anyone(new Problem('auth.origin_refused'));
  if (found.cookie) setCookie(found.cookie);
  return found.principal;
};

const visitOf = (request: FastifyRequest) => ({
  cookies: request.headers.cookie,
  agent: request.headers['user-agent']?.slice(0, 256) ?? null,
  isForwarded: isForwarded(request),
});

const reasonChars = 500;

/** Why the caller does it, in UTF-8 written with %, for headers have no other letters. */
const reasonOf = ({ headers }: FastifyRequest): string | null => {
  const sent = headers['x-reason'];
  if (typeof sent !== 'string' || sent === '') return null;
  try {
    const reason = decodeURIComponent(sent)
      .replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim();
    return reason.slice(0, reasonChars) || null;
  } catch {
    throw new Problem('request.malformed', { detail: 'X-Reason has an invalid %-escape.' });
  }
};

/**
 * From a request to what procedures work with, and the decision on it as far as it is known who calls. The one place that
 * reads credentials of this door.
 */
export const createContext = async (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ context: Context; decision: Decision }> => {
  const { parts } = services;
  const setCookie = (cookie: string) => void reply.header('set-cookie', cookie);
  const { authorization } = request.headers;
  const decision = await decisionOn(services, request, setCookie);
  const { principal } = decision;
  let em: EntityManager | undefined;
  let isExisting = false;
  const context: Context = {
    ...services,
    // Opened at the first use: publishing needs none.
    get em() {
      em ??= parts.openEm(ownerOf(principal));
      return em;
    },
    caller: { principal, requestId: request.id, peer: request.ip, reason: reasonOf(request) },
    rereadPrincipal: async () => {
      if (authorization === undefined && principal.kind === 'staff')
        return (await principalOfSessionId(parts, principal.sessionId)) ?? anyone(null);
      return authorization === undefined ? principal : principalOfBearer(services, authorization, request.ip);
    },
    visit: visitOf(request),
    instance: request.url.split('?', 1)[0] ?? '/',
    setCookie,
    ifMatch: request.headers['if-match'] ?? null,
    markExisting: () => {
      isExisting = true;
    },
    get isExisting() {
      return isExisting;
    },
    markRepeated: () => void reply.header('idempotent-replayed', 'true'),
    // The credential comes before the body.
    get isWithoutInput() {
      return request.method === 'POST' && request.body === undefined;
    },
    get sent() {
      return sentOf(request);
    },
    idempotency: null,
    unreadBody: null,
  };
  return { context, decision };
};

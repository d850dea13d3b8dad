import type { EntityManager } from '@mikro-orm/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { verifyRequestOrigin } from 'lucia';
import { noBounds, type OwnBounds } from '../access/plan/plan-ring.service.ts';
import { ownerOf, type Principal } from '../platform/request/principal.ts';
import type { Parts } from '../platform/process/parts.ts';
import { Problem } from '../platform/request/problem.ts';
import { isMeantAsJwt } from '../platform/secret/jwt.ts';
import {
  principalOfCookie,
  principalOfSessionId,
} from '../administration/session/session-principal.service.ts';
import { principalOfIntake } from '../access/intake/intake-access.service.ts';
import {
  isPersonalToken,
  principalOfToken as principalOfPersonalToken,
} from '../administration/personal-token/personal-token.service.ts';
import { isForwarded } from './forwarded.ts';
import { sentOf } from './sent-json.ts';
import type { Services } from './services.ts';
import type { Context } from '../platform/guard/context.ts';

const anyone = (refusal: Problem | null): Principal => ({ kind: 'anyone', refusal });

const refusals = {
  malformed: 'This is not an API key of Parley: it is malformed, cut off or mistyped.',
  unknown: 'No such API key.',
  revoked: 'This API key was revoked.',
  expired: 'This API key has expired.',
} as const;

type ConsumerPrincipal = Extract<Principal, { kind: 'consumer' }>;

type Guards = Pick<Services, 'keyRing' | 'tokens' | 'planRing' | 'refusedCalls' | 'parts'>;

const anyoneOf = (error: unknown): Principal => {
  if (error instanceof Problem) return anyone(error);
  throw error;
};

/** Holds whatever credential of a consumer was presented to its own bounds and to the plan of its consumer. */
const underPlan = async (
  { planRing, refusedCalls }: Guards,
  credential: { principal: ConsumerPrincipal; own: OwnBounds },
  peer: string,
): Promise<Principal> => {
  const held = await planRing.narrow(credential.principal, credential.own, peer);
  if (held.reason === 'valid') return held.principal;
  refusedCalls.record(credential.principal, null, held.refusal);
  return anyone(held.refusal);
};

const principalOfToken = async (guards: Guards, token: string, peer: string): Promise<Principal> => {
  const { holder, refusal } = await guards.tokens.verify(token);
  return holder ? underPlan(guards, { principal: holder.principal, own: noBounds }, peer) : anyone(refusal);
};

/** Who comes with this `Authorization` header from this address: an API key, an access token, or a personal token. */
export const principalOfBearer = async (guards: Guards, header: string, peer: string): Promise<Principal> => {
  const secret = /^bearer +(\S+)$/i.exec(header)?.[1];
  if (secret === undefined)
    return anyone(
      new Problem('auth.invalid', { detail: 'Send `Authorization: Bearer <API key or token>`.' }),
    );
  if (isMeantAsJwt(secret)) return principalOfToken(guards, secret, peer);
  if (isPersonalToken(secret)) return principalOfPersonalToken(guards.parts, secret, peer).catch(anyoneOf);
  const verdict = await guards.keyRing.verify(secret);
  if (verdict.reason === 'valid') return underPlan(guards, verdict, peer);
  const refusal =
    verdict.reason === 'suspended'
      ? new Problem('consumer.suspended')
      : new Problem('auth.invalid', { detail: refusals[verdict.reason] });
  if (verdict.principal) guards.refusedCalls.record(verdict.principal, null, refusal);
  return anyone(refusal);
};

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

const principalOf = async (
  services: Services,
  request: FastifyRequest,
  setCookie: (cookie: string) => void,
): Promise<Principal> => {
  const { authorization } = request.headers;
  if (isOfIntake(request.url)) return principalOfLink(services.parts, request);
  return authorization === undefined
    ? principalOfSession(services.parts, request, setCookie)
    : principalOfBearer(services, authorization, request.ip);
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

/** From a request to what procedures work with. The one place that reads credentials. */
export const createContext = async (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> => {
  const { parts } = services;
  const setCookie = (cookie: string) => void reply.header('set-cookie', cookie);
  const { authorization } = request.headers;
  const principal = await principalOf(services, request, setCookie);
  let em: EntityManager | undefined;
  let isExisting = false;
  return {
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
};

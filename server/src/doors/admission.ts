import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Decision } from '../access/decision/decision.service.ts';
import type { CalledOperation } from '../access/limit/applied-limits.service.ts';
import type { Context } from '../platform/guard/context.ts';
import { type Guarded, refusalOf, refuseUnadmitted } from '../platform/guard/guard.ts';
import { Turns } from '../platform/process/turns.ts';
import { assertLength, isLarge, readBody } from '../platform/request/body.ts';
import type { BodyBudget, BodyOwner } from '../platform/request/body-budget.ts';
import { declaredLengthOf } from '../platform/request/header-rules.ts';
import { Problem } from '../platform/request/problem.ts';
import { createContext } from './context.ts';
import type { Services } from './services.ts';

/** A procedure that a request calls, as its address says. */
export interface AdmittedCall extends Guarded {
  /** See `Meta`. */
  bodyBytesMax?: number | undefined;
  /** Method and path of the operation, where it is one of the REST door. */
  operation?: { api: string; operation: string };
  /** The operation as limits name it; one that is not of the REST door has no name for them. */
  called?: CalledOperation;
}

/** What a request is read and answered with, once it is known who sends it and that they may. */
interface Admitted {
  context: Context;
  reply: FastifyReply;
  bodyBytesMax: number;
  /** Whether a large body stays unread; see `Context`. */
  mayStayUnread: boolean;
  /** Ends the turn of a caller without a credential. */
  leave?: () => void;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The procedures that a request to this route calls. Without one it takes no body: a route for a method that has one
     * does not start unless it says this, or `none`. May throw the problem that the address is.
     */
    calls?: ((request: FastifyRequest) => readonly AdmittedCall[]) | 'none';
  }
  interface FastifyRequest {
    /** `null` where the route calls no procedure. */
    admitted: Admitted | null;
  }
}

const bodyBytesMax = 1024 * 1024;
/** Of callers without a credential, for signing in and setting up take a few hundred bytes; and of who writes by a link. */
const bodyBytesOfAnyone = 64 * 1024;

const bodyless: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** The context of a request to a route that calls procedures. */
export const contextOf = ({ admitted }: FastifyRequest): Context => {
  if (!admitted) throw new Error('A route that calls a procedure and does not declare it.');
  return admitted.context;
};

const noteRefused = ({ usage, caller }: Context, { operation }: AdmittedCall): void => {
  if (operation && caller.principal.kind === 'consumer')
    usage.recordCall(caller.principal, { ...operation, fields: [], isError: true });
};

const noteLimited = (context: Context, call: AdmittedCall, refusal: Problem): void => {
  const { usage, refusedCalls, caller } = context;
  if (caller.principal.kind === 'consumer') {
    usage.record(caller.principal, call.name, true);
    refusedCalls.record(caller.principal, call.name, refusal);
  }
  noteRefused(context, call);
};

/** Of several calls, those that this caller may make. Throws the problem of the first when there is none. */
const admittedOf = (context: Context, decision: Decision, calls: readonly AdmittedCall[]): AdmittedCall[] => {
  const judged = calls.map((call) => ({ call, refusal: refuseUnadmitted(context, call) }));
  for (const { call, refusal } of judged) if (refusal) noteRefused(context, call);
  const admitted = judged.filter(({ refusal }) => refusal === null).map(({ call }) => call);
  const refusal = judged[0]?.refusal ?? null;
  const [first] = admitted.length === 0 ? calls : admitted;
  if (first) decision.noteGuard(first.access ?? '', admitted.length === 0 ? refusal : null);
  if (admitted.length === 0 && refusal) throw refusal;
  return admitted;
};

const nameless: CalledOperation = { operationId: null, place: null };

/**
 * Holds the calls of a consumer to its limits; what is refused before is not counted. Says in the headers where they stand,
 * whatever the answer is.
 */
const holdToLimits = async (
  context: Context,
  decision: Decision,
  calls: readonly AdmittedCall[],
  reply: FastifyReply,
): Promise<void> => {
  await decision.count(calls.map(({ called }) => called ?? nameless));
  reply.headers(decision.headers);
  if (!decision.refusal) return;
  for (const call of calls) noteLimited(context, call, decision.refusal.problem);
  throw decision.refusal.problem;
};

const mayCall = ({ caller, parts }: Context, call: AdmittedCall): boolean =>
  call.access !== undefined && refusalOf(caller.principal, call, parts.now()) === null;

const bodyLimitOf = ({ caller: { principal } }: Context, admitted: readonly AdmittedCall[]): number =>
  principal.kind === 'anyone' || principal.kind === 'integrator'
    ? bodyBytesOfAnyone
    : Math.max(bodyBytesMax, ...admitted.map((call) => call.bodyBytesMax ?? 0));

const admit = async (
  services: Services,
  calls: readonly AdmittedCall[],
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> => {
  const { context, decision } = await createContext(services, request, reply);
  const { principal, peer } = context.caller;
  if (principal.kind === 'consumer') services.keyCallers.record(principal, peer, context.visit.agent);
  // What is read in the address is refused where it is answered, each call of a batch by itself.
  if (bodyless.includes(request.method)) {
    const counted = calls.filter((call) => mayCall(context, call));
    if (counted.length > 0) await holdToLimits(context, decision, counted, reply);
    request.admitted = { context, reply, bodyBytesMax: 0, mayStayUnread: false };
    return;
  }
  const admitted = admittedOf(context, decision, calls);
  const limit = bodyLimitOf(context, admitted);
  assertLength(request.raw, limit);
  await holdToLimits(context, decision, admitted, reply);
  const mayStayUnread = calls.length === 1 && admitted[0]?.bodyBytesMax !== undefined;
  request.admitted = { context, reply, bodyBytesMax: limit, mayStayUnread };
};

const ownerOf = ({ caller: { principal, peer } }: Context): BodyOwner => {
  if (principal.kind === 'consumer') return { id: principal.keyId, isAnyone: false };
  if (principal.kind === 'staff') return { id: principal.staffId, isAnyone: false };
  if (principal.kind === 'integrator') return { id: principal.linkId, isAnyone: true };
  return { id: `peer ${peer}`, isAnyone: true };
};

/** Senders that wait to be told before they send a body. */
const waiting = new WeakSet<object>();

/** Tells a sender that waits for it to go on with its body. */
export const askForBody = ({ raw }: FastifyRequest, reply: FastifyReply): void => {
  if (waiting.delete(raw)) reply.raw.writeContinue();
};

/** Reads the body of a request for somebody, within the budget of all bodies. */
export const readWithin = async (
  budget: BodyBudget,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { owner, bytesMax }: { owner: BodyOwner; bytesMax: number },
): Promise<Buffer> => {
  const share = budget.open(owner);
  reply.raw.once('close', () => share.close());
  return readBody(request.raw, {
    share,
    bytesMax,
    largeFrom: budget.limits.largeFrom,
    goOn: () => askForBody(request, reply),
  });
};

const bodyOf = async (budget: BodyBudget, request: FastifyRequest): Promise<Buffer> => {
  const { admitted } = request;
  // A route that takes no body, or none at all: there is nobody to read it for.
  if (!admitted) throw new Problem('request.not_found');
  const { context, reply, bodyBytesMax: bytesMax } = admitted;
  return readWithin(budget, { request, reply }, { owner: ownerOf(context), bytesMax });
};

// A sign-in takes milliseconds of the event loop, and whoever guesses asks for hundreds at once. Two at a time, they wait for
// each other, and nobody else for them.
const turnsOfAnyone = new Turns(
  { atOnce: 2, waitingMax: 1000 },
  () => new Problem('session.busy', { retryAfterSeconds: 1 }),
);

/** Waits for the turn of a caller without a credential, once its body is here: whoever sends slowly holds no turn. */
const waitForTurn = async (admitted: Admitted): Promise<void> => {
  if (admitted.context.caller.principal.kind !== 'anyone') return;
  const leave = await turnsOfAnyone.enter();
  admitted.leave = leave;
  const { raw } = admitted.reply;
  if (!raw.closed) return void raw.once('close', leave);
  leave();
  // Gone while it waited: nobody hears this, and nothing is done for it.
  throw new Problem('request.malformed', { detail: 'The connection ended.' });
};

/**
 * Takes JSON and nothing else: the usual text parser would let a form of another site post to us. `parse` turns the bytes
 * into what the door works with. A body that stays unread is put into the context instead.
 */
export const takeJson = (
  app: FastifyInstance,
  budget: BodyBudget,
  parse: (body: Buffer, request: FastifyRequest) => unknown,
): void => {
  app.removeAllContentTypeParsers();
  app.addHook('onSend', (request, _reply, _payload, done) => {
    request.admitted?.leave?.();
    done();
  });
  app.addContentTypeParser('application/json', async (request: FastifyRequest) => {
    const body = await bodyOf(budget, request);
    if (request.admitted) await waitForTurn(request.admitted);
    if (body.length === 0) return undefined;
    if (!request.admitted?.mayStayUnread || !isLarge(body, budget)) return parse(body, request);
    request.admitted.context.unreadBody = body;
    return undefined;
  });
  // Nothing is of no type, whatever a client says of it by habit.
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    if (declaredLengthOf(request.raw) === 0) return undefined;
    if (request.headers['content-type'] !== undefined) throw new Problem('request.unsupported_media_type');
    const body = await bodyOf(budget, request);
    if (body.length > 0) throw new Problem('request.unsupported_media_type');
    return undefined;
  });
};

/**
 * Who calls and whether they may comes before a byte of the body, at every route: whatever is registered after this
 * declares what it calls, or takes no body.
 */
export const admitFirst = (app: FastifyInstance, services: Services): void => {
  app.decorateRequest('admitted', null);
  app.server.on('checkContinue', (request, response) => {
    waiting.add(request);
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', async ({ method, raw }) => {
    if (bodyless.includes(method) && declaredLengthOf(raw) !== 0)
      throw new Problem('request.malformed', { detail: `A ${method} takes no body.` });
  });
  app.addHook('onRoute', (route) => {
    const calls = route.config?.calls;
    const isBodyless = [route.method].flat().every((method) => bodyless.includes(method));
    if (calls === undefined && !isBodyless)
      throw new Error(
        `${[route.method].flat().join(', ')} ${route.url} does not declare which procedures it calls.`,
      );
    if (typeof calls !== 'function') return;
    const others = route.onRequest === undefined ? [] : [route.onRequest].flat();
    route.onRequest = [
      async (request, reply) => admit(services, calls(request), { request, reply }),
      ...others,
    ];
  });
};

import type { IncomingMessage } from 'node:http';
import { NameFault } from '../../platform/name/name-fault.ts';
import { Blocked } from '../../platform/outbound/outbound-fetch.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { declaredLengthOf } from '../../platform/request/header-rules.ts';
import { Problem } from '../../platform/request/problem.ts';
import {
  type Admission,
  admitCall,
  type Admitting,
  type GatewayCall,
} from '../admission/admission.service.ts';
import type { Identities } from '../admission/identity.service.ts';
import type { ServedRoute } from '../route/route-ring.service.ts';
import type { ChosenUpstream, Upstreams } from '../upstream/upstreams.service.ts';
import { BodyTooLarge } from './body-gauge.ts';
import { type Answering, CallerGone, Exchange, type ExchangeEnd, TooLate } from './exchange.ts';
import { passedHeaders } from './passed-headers.ts';

/** What passing calls on takes of the process. */
export interface Proxying extends Admitting {
  parts: Parts;
  identities: Identities;
  upstreams: Upstreams;
}

/** A call, as the door hands it over. */
export interface ProxiedCall extends GatewayCall {
  raw: IncomingMessage;
  requestId: string;
  /** See `PassedCall`. */
  forwardedFor: readonly string[];
  forwardedHost: string;
  forwardedProto: string;
  /** The protocol that the caller asks to go on with; `null` for none. */
  upgrade: string | null;
}

const repeatable = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
/** What says of an upstream that it is not well. */
const unwell = new Set([502, 503, 504]);

const assertBodyFits = ({ raw }: ProxiedCall, { policy }: ServedRoute): void => {
  const length = declaredLengthOf(raw);
  if (length !== null && length > policy.bodyBytesMax) throw tooLarge(policy.bodyBytesMax);
};

const tooLarge = (bytesMax: number): Problem =>
  new Problem('request.too_large', { detail: `This API takes bodies of ${bytesMax} bytes at most.` });

const problemOfFailure = (error: Error, { policy }: ServedRoute): Problem => {
  if (error instanceof BodyTooLarge) return tooLarge(policy.bodyBytesMax);
  const isLate = error instanceof TooLate || ('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT');
  return new Problem(isLate ? 'gateway.upstream_timeout' : 'gateway.upstream_unreachable');
};

const learn = ({ health }: ChosenUpstream, { policy }: ServedRoute, end: ExchangeEnd): void => {
  // A caller who leaves, or sends too much, says nothing of the upstream.
  if (end.kind === 'failed' && (end.error instanceof CallerGone || end.error instanceof BodyTooLarge))
    health.release();
  else if (end.kind === 'failed' || unwell.has(end.status)) health.fail(policy.circuit, performance.now());
  else health.succeed();
};

const warn = ({ parts }: Proxying, call: ProxiedCall, upstream: ChosenUpstream, error: Error): void => {
  if (error instanceof CallerGone || error instanceof BodyTooLarge) return;
  const isOurs = error instanceof Blocked || error instanceof NameFault;
  parts.log.warn(
    { requestId: call.requestId, api: call.api, upstream: upstream.url, reason: error.message },
    isOurs ? 'an upstream may not be called' : 'an upstream did not answer',
  );
};

/** Which part of the call a try may repeat: none that has a body, and none that might be done twice. */
const triesOf = ({ method, raw, upgrade }: ProxiedCall, { policy }: ServedRoute): number =>
  repeatable.has(method) && declaredLengthOf(raw) === 0 && upgrade === null ? policy.retries + 1 : 1;

/** Admits a call. Throws the problem that it is refused with, `onHeaders` having been told what the answer has to say. */
export const admitProxied = async (
  services: Proxying,
  call: ProxiedCall,
  onHeaders: (headers: Readonly<Record<string, string>>) => void,
): Promise<Admission> => {
  const admission = await admitCall(services, call);
  const { decision, route } = admission;
  if (decision) onHeaders(decision.headers);
  if (decision?.refusal) throw decision.refusal.problem;
  assertBodyFits(call, route);
  return admission;
};

/**
 * Passes an admitted call on, and its answer back. Settles when both ended; rejects with a problem while nothing was answered.
 */
export const passOn = async (
  services: Proxying,
  call: ProxiedCall,
  { route, decision }: Admission,
  { answer, onAbort }: { answer: Answering; onAbort: (abort: (reason: Error) => void) => void },
): Promise<void> => {
  const identity = decision ? await services.identities.headersOf(decision.principal, call.api) : {};
  const { policy } = route;
  const { passesCredential } = policy;
  const body = declaredLengthOf(call.raw) === 0 || call.upgrade !== null ? null : call.raw;
  // Refuses what it cannot pass on before an upstream is chosen, which may be one that a single call tries.
  const headers = passedHeaders({ ...call, identity, passesCredential });
  const tried = new Set<string>();
  let left = triesOf(call, route);
  let failure: Error | null = null;
  while (left > 0) {
    left -= 1;
    const upstream = services.upstreams.choose(route, tried);
    if (!upstream) break;
    tried.add(upstream.url);
    const path = `${upstream.basePath}${call.path}${call.query}`;
    const request = {
      method: call.method,
      path,
      headers: { ...headers, host: upstream.host },
      body,
      upgrade: call.upgrade,
      policy,
    };
    const end = await Exchange.run(upstream, request, answer, onAbort);
    learn(upstream, route, end);
    if (end.kind === 'answered') return;
    warn(services, call, upstream, end.error);
    failure = end.error;
    if (failure instanceof CallerGone || failure instanceof TooLate) break;
  }
  if (failure instanceof CallerGone) return;
  if (failure) throw problemOfFailure(failure, route);
  throw new Problem('gateway.upstream_unavailable', {
    retryAfterSeconds: services.upstreams.retryAfterSeconds(route),
  });
};

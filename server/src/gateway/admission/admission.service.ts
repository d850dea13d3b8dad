import type { Decision, Decisions } from '../../access/decision/decision.service.ts';
import type { KeyCallers } from '../../access/key-caller/key-callers.service.ts';
import type { RefusedCalls } from '../../access/refused-call/refused-calls.service.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { UsageCounter } from '../../platform/usage/usage.service.ts';
import type { RouteRing, ServedRoute } from '../route/route-ring.service.ts';
import type { GatewayTarget } from './gateway-call.ts';

export { splitPlain, targetOf } from './gateway-call.ts';
export type { GatewayTarget } from './gateway-call.ts';

/** What admitting takes of the process. */
export interface Admitting {
  routes: RouteRing;
  decisions: Decisions;
  keyCallers: KeyCallers;
  refusedCalls: RefusedCalls;
  usage: UsageCounter;
}

/** A call of an API, as its door saw it. */
export interface GatewayCall extends GatewayTarget {
  method: string;
  host: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The address of the caller. */
  peer: string;
}

/** Where a call goes, and the decision on it; `null` where it needed no credential and came with none. */
export interface Admission {
  route: ServedRoute;
  decision: Decision | null;
}

const fits = (pattern: string, { method, path }: GatewayCall): boolean => {
  const [of = '', place = ''] = pattern.split(' ', 2);
  const isOfMethod = of === '*' || of === method || (of === 'GET' && method === 'HEAD');
  return isOfMethod && (place.endsWith('*') ? path.startsWith(place.slice(0, -1)) : path === place);
};

/** What is asked of the credential of this call. */
const credentialOf = ({ policy }: ServedRoute, call: GatewayCall): ServedRoute['policy']['credential'] =>
  policy.credential === 'required' && policy.publicOperations.some((one) => fits(one, call))
    ? 'optional'
    : policy.credential;

const decide = async (
  { decisions }: Admitting,
  { policy }: ServedRoute,
  call: GatewayCall,
): Promise<Decision> => {
  const { authorization } = call.headers;
  return decisions.decide({
    presented:
      typeof authorization === 'string'
        ? { kind: 'authorization', header: authorization }
        : { kind: 'nothing' },
    peer: call.peer,
    environment: policy.environment ?? undefined,
    scopes: policy.scopes,
    // By the whole address: limits of Parley's own operations, and of other APIs, are not its.
    calls: [{ operationId: null, place: `${call.method} /gateway/${call.api}${call.path}` }],
    validation: policy.validation,
  });
};

const note = (
  { keyCallers, refusedCalls, usage }: Admitting,
  call: GatewayCall,
  { holder, refusal }: Decision,
): void => {
  if (!holder) return;
  const agent = call.headers['user-agent'];
  if (!refusal) keyCallers.record(holder, call.peer, typeof agent === 'string' ? agent.slice(0, 256) : null);
  // By API and not by path: of paths there is no end.
  const name = `gateway ${call.api}`;
  usage.record(holder, name, refusal !== null);
  if (refusal) refusedCalls.record(holder, name, refusal.problem);
};

/**
 * Finds the route of a call and decides on it, for every door of the gateway. Throws `gateway.no_route`; a refusal is in the
 * decision, with the headers that go with it.
 */
export const admitCall = async (services: Admitting, call: GatewayCall): Promise<Admission> => {
  const route = await services.routes.find(call.api, call);
  if (!route) throw new Problem('gateway.no_route');
  const asked = credentialOf(route, call);
  if (asked === 'none' || (asked === 'optional' && call.headers['authorization'] === undefined))
    return { route, decision: null };
  const decision = await decide(services, route, call);
  note(services, call, decision);
  return { route, decision };
};

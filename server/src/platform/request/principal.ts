import type { Environment } from '@parley/shared/words/environment';
import type { Role, Scope } from '@parley/shared/scope';
import { everyone, type Owner } from '../database/owner.ts';
import type { Problem } from './problem.ts';

/** Who calls. Staff and keys hold scopes; a key also belongs to one consumer and one environment. */
export type Principal =
  | { kind: 'anyone'; refusal: Problem | null }
  | {
      kind: 'staff';
      staffId: string;
      sessionId: string;
      name: string;
      role: Role;
      scopes: ReadonlySet<Scope>;
    }
  | {
      kind: 'consumer';
      consumerId: string;
      keyId: string;
      keyName: string;
      environment: Environment;
      scopes: ReadonlySet<Scope>;
    }
  | { kind: 'command_line'; name: string; scopes: ReadonlySet<Scope> };

/** Who calls, in which request, from where: what services decide by and the audit trail records. */
export interface Caller {
  principal: Principal;
  requestId: string | null;
  /** The address of the caller; through a proxy only when PARLEY_TRUST_PROXY names it. */
  peer: string | null;
  /** Why, as the caller said it: up to 500 characters. Only the audit trail keeps it. */
  reason?: string | null;
}

/** Parley itself, for what nobody asked for. */
export const system: Caller = { principal: { kind: 'anyone', refusal: null }, requestId: null, peer: null };

/** The scopes of a caller; none for anyone. */
export const scopesOf = (principal: Principal): ReadonlySet<Scope> =>
  principal.kind === 'anyone' ? new Set<Scope>() : principal.scopes;

/** In whose turn work for this caller waits: a consumer's keys share one. */
export const payerOf = ({ principal }: Caller): string => {
  if (principal.kind === 'consumer') return principal.consumerId;
  return principal.kind === 'staff' ? principal.staffId : principal.kind;
};

/** Whose rows a principal may touch. Anyone owns nothing. */
export const ownerOf = (principal: Principal): Owner => {
  if (principal.kind === 'consumer')
    return { everyone: false, consumerId: principal.consumerId, environment: principal.environment };
  return principal.kind === 'anyone'
    ? { everyone: false, consumerId: 'nobody', environment: 'test' }
    : everyone;
};

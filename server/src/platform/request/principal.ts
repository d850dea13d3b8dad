import type { Environment } from '@parley/shared/words/environment';
import type { Role, Scope } from '@parley/shared/scope';
import { everyone, type Owner } from '../database/owner.ts';
import type { Problem } from './problem.ts';

/**
 * Who calls. Staff and keys hold scopes; a key also belongs to one consumer and one environment. An integrator holds none: it
 * writes one requirement, by a link that it was given.
 */
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
  | { kind: 'integrator'; linkId: string; consumerId: string; requirementId: string; name: string }
  | { kind: 'command_line'; name: string; scopes: ReadonlySet<Scope> };

/** Who calls, in which request, from where: what services decide by and the audit trail records. */
export interface Caller {
  principal: Principal;
  requestId: string | null;
  /** The address of the caller; through a proxy only when PARLEY_TRUST_PROXY names it. */
  peer: string | null;
}

/** Parley itself, for what nobody asked for. */
export const system: Caller = { principal: { kind: 'anyone', refusal: null }, requestId: null, peer: null };

/** The scopes of a caller; none for anyone, and for who writes by a link. */
export const scopesOf = (principal: Principal): ReadonlySet<Scope> =>
  'scopes' in principal ? principal.scopes : new Set<Scope>();

/** In whose turn work for this caller waits: a consumer's keys share one. */
export const payerOf = ({ principal }: Caller): string => {
  if (principal.kind === 'consumer') return principal.consumerId;
  if (principal.kind === 'integrator') return principal.linkId;
  return principal.kind === 'staff' ? principal.staffId : principal.kind;
};

/** Whose rows a principal may touch. Anyone owns nothing, and an integrator's one requirement is looked up by itself. */
export const ownerOf = (principal: Principal): Owner => {
  if (principal.kind === 'consumer')
    return { everyone: false, consumerId: principal.consumerId, environment: principal.environment };
  return principal.kind === 'anyone' || principal.kind === 'integrator'
    ? { everyone: false, consumerId: 'nobody', environment: 'test' }
    : everyone;
};

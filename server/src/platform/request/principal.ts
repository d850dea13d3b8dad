import type { Environment } from '@parley/shared/words/environment';
import type { Role, Scope } from '@parley/shared/scope';
import { everyone, type Owner } from '../database/owner.ts';
import { Problem } from './problem.ts';

/**
 * Who calls. Staff, keys and tokens hold scopes; a key or token also belongs to one consumer and one environment. An integrator holds none: it
 * writes one requirement, by a link that it was given.
 */
export type Principal =
  | { kind: 'anyone'; refusal: Problem | null }
  | {
      kind: 'staff';
      staffId: string;
      /** Of the browser; of a personal token its id, which is no session's. */
      sessionId: string;
      /** When the person last showed that it is them; absent where no browser calls. */
      confirmedAt?: Date | null;
      /** The personal token that calls for the person. */
      token?: { id: string; name: string };
      /** That this Parley asks for a second factor and the person has none: they may add one and nothing else. */
      lacksSecondFactor?: true;
      name: string;
      role: Role;
      scopes: ReadonlySet<Scope>;
    }
  | {
      kind: 'consumer';
      consumerId: string;
      /** Of its credential, whatever that is; see {@link credentialOf}. */
      keyId: string;
      keyName: string;
      environment: Environment;
      scopes: ReadonlySet<Scope>;
    }
  | { kind: 'integrator'; linkId: string; consumerId: string; requirementId: string; name: string }
  | { kind: 'command_line'; name: string; scopes: ReadonlySet<Scope> };

/**
 * By what a consumer came in: an API key, a token of an OAuth client of ours, or one of an issuer that is trusted. The id
 * says it, wherever one is kept.
 */
export const credentialOf = ({ keyId }: { keyId: string }): 'api_key' | 'client' | 'issuer' => {
  if (keyId.startsWith('cli_')) return 'client';
  return keyId.startsWith('isc_') ? 'issuer' : 'api_key';
};

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

/** The person who calls. Throws `auth.required` for anybody else. */
export const staffIdOf = ({ principal }: Caller): string => {
  if (principal.kind !== 'staff') throw new Problem('auth.required');
  return principal.staffId;
};

/** Refuses whoever is neither an owner nor at the command line, in these words. */
export const assertOwner = ({ principal }: Caller, detail: string): void => {
  const isOwner =
    principal.kind === 'command_line' || (principal.kind === 'staff' && principal.role === 'owner');
  if (!isOwner) throw new Problem('auth.grant_refused', { detail });
};

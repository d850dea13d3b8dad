import type { Parts } from '../process/parts.ts';
import type { Caller } from '../request/principal.ts';

/**
 * With what a service acts, and for whom: every context is one. A service that takes more of what the process holds says
 * so in its type, `Act & { keyRing: KeyRing }`.
 */
export interface Act {
  parts: Parts;
  caller: Caller;
  /** The `If-Match` of the call: what it changes has to be as the caller knows it. See `EntityTag`. */
  ifMatch?: string | null;
}

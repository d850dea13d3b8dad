import type { Parts } from '../../platform/process/parts.ts';
import type { Visit } from '../../platform/request/visit.ts';
import { takeTry, type Try } from './sign-in-throttle.service.ts';
import { peersOf } from './visitor.ts';

const freeAtOneTarget = 20;

/**
 * Takes one try before a secret that came in a link is looked up, or refuses with `session.throttled`. `target` is what is
 * guessed at; an address has as many as for signing in, and they are the same ones.
 */
export const takeGuess = async (
  parts: Parts,
  target: string,
  visitor: { peer: string | null; visit: Visit },
): Promise<Try> =>
  takeTry(parts, { id: target, free: freeAtOneTarget }, peersOf(visitor.peer, visitor.visit));

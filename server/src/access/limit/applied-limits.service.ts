import type { Limit, LimitPer } from '@parley/shared/access/limit';
import type { WhenStoreIsAway } from '@parley/shared/access/plan';
import { sha256 } from '../../platform/secret/secret.ts';

/** An operation that is called: its operationId, and method and path as its contract has them; `null` where it has none. */
export interface CalledOperation {
  operationId: string | null;
  place: string | null;
}

/** One limit, ready to be asked. */
export interface LimitRule {
  /** Its name in the headers. */
  name: string;
  /** Names the counter, without the period. The number of calls is no part of it: a limit that is changed goes on counting. */
  counter: string;
  calls: number;
  per: LimitPer;
  operations: readonly string[];
}

const fits = (pattern: string, { operationId, place }: CalledOperation): boolean => {
  if (!pattern.includes(' ')) return pattern === operationId;
  if (place === null) return false;
  const [method = '', path = ''] = pattern.split(' ', 2);
  const [calledMethod = '', calledPath = ''] = place.split(' ', 2);
  if (method !== '*' && method !== calledMethod) return false;
  return path.endsWith('*') ? calledPath.startsWith(path.slice(0, -1)) : path === calledPath;
};

const classOf = (operations: readonly string[]): string =>
  operations.length === 0 ? '' : ` ${sha256(operations.toSorted().join(' ')).slice(0, 12)}`;

/**
 * The limits of one subject, such as a consumer in an environment. They are called by their window in the headers; a second one
 * of the same window has a number, and `prefix` tells those of a key from those of its consumer.
 */
export const rulesOf = (subject: string, limits: readonly Limit[], prefix = ''): LimitRule[] => {
  const seen = new Map<LimitPer, number>();
  return limits.map(({ calls, per, operations = [] }) => {
    const count = (seen.get(per) ?? 0) + 1;
    seen.set(per, count);
    const name = `${prefix}${per}${count === 1 ? '' : `-${count}`}`;
    return { name, counter: `${subject} ${per}${classOf(operations)}`, calls, per, operations };
  });
};

/** All limits that a credential is held to. */
export class AppliedLimits {
  readonly rules: readonly LimitRule[];
  readonly timeZone: string;
  readonly whenStoreIsAway: WhenStoreIsAway;
  readonly #byOperation = new Map<string, readonly LimitRule[]>();

  constructor(
    rules: readonly LimitRule[],
    { timeZone, whenStoreIsAway }: { timeZone: string; whenStoreIsAway: WhenStoreIsAway },
  ) {
    this.rules = rules;
    this.timeZone = timeZone;
    this.whenStoreIsAway = whenStoreIsAway;
  }

  /** Those that count calls of an operation. */
  covering(operation: CalledOperation): readonly LimitRule[] {
    const id = `${operation.operationId} ${operation.place}`;
    let found = this.#byOperation.get(id);
    if (!found) {
      found = this.rules.filter(
        ({ operations }) => operations.length === 0 || operations.some((one) => fits(one, operation)),
      );
      this.#byOperation.set(id, found);
    }
    return found;
  }
}

/** Those of a credential without any. */
export const unlimited = new AppliedLimits([], { timeZone: 'UTC', whenStoreIsAway: 'open' });

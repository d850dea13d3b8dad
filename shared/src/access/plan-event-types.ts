/** What Parley tells a consumer about what is its own: no plan has to name it. */
const isOfParley = (name: string): boolean => name === 'contract.changed' || name.startsWith('parley.');

const covers = (allowed: string, asked: string): boolean =>
  allowed === '*' || allowed === asked || (allowed.endsWith('.*') && asked.startsWith(allowed.slice(0, -1)));

/**
 * Whether a consumer may have all events of a type or of a pattern, such as `invoice.*`, by what its plan names.
 * `undefined` and `null`: the plan says nothing about event types, and each is allowed. What Parley itself tells is as well.
 */
export const mayHaveEvents = (allowed: readonly string[] | null | undefined, asked: string): boolean =>
  !allowed || isOfParley(asked) || allowed.some((pattern) => covers(pattern, asked));

/** Of types and patterns, those that go beyond a plan, in their order. */
export const eventTypesBeyond = (
  allowed: readonly string[] | null | undefined,
  asked: readonly string[],
): string[] => asked.filter((pattern) => !mayHaveEvents(allowed, pattern));

import { LRUCache } from 'lru-cache';
import type { DowncastStep } from '@parley/shared/webhooks/event-type';
import { reviewKept } from '../../openapi/json-schema/json-schema.ts';
import { type ContractReader, ContractRefused } from '../../openapi/reader/reader.ts';
import { parseExact } from '../../platform/request/exact-json.ts';
import { type Caller, payerOf } from '../../platform/request/principal.ts';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { busy, Payload, type PayloadChecks } from '../payload/payload-checks.service.ts';
import { breakingChanges, breakingOf, contractOf } from './breaking-schema.ts';
import { assertNoDoubling, declarationWork, downcast, DowncastRefused, Work } from './downcast.service.ts';

/** With what declarations are looked at, and for whom. */
export interface Reviewing {
  payloads: PayloadChecks;
  contracts: ContractReader;
  caller: Caller;
}

/** An event type as it is to be, and the version before, where there is one and the schema differs. */
export interface Declared {
  name: string;
  /** `false` when only the example differs: a schema that is kept already is not refused any more. */
  isNewSchema: boolean;
  previous: { version: number; schema: string } | null;
  /** JSON text. */
  schema: string;
  example: unknown;
  downcast: readonly DowncastStep[] | undefined;
}

/** What a review found: why it is refused, or what breaks readers of the version before, in sentences. */
interface Review {
  refusal: Problem | null;
  changes: string[];
}

// What follows from the same declaration is always the same, so it is remembered: a transaction that is open looks it up
// and waits for no thread.
const reviews = new LRUCache<string, Review>({ max: 500 });

const keyOf = ({ name, isNewSchema, previous, schema, example, downcast: steps }: Declared): string =>
  sha256(JSON.stringify([name, isNewSchema, previous, schema, example ?? null, steps ?? null]));

const renamed = (errors: readonly FieldError[], place: string): FieldError[] =>
  errors.map(({ path, message }) => ({ path: path.replace(/^\/data/, place), message }));

/** The places of `data` that do not fit. A check that could not be made is an error of its own. */
const check = async (
  { payloads, caller }: Reviewing,
  schema: string,
  data: unknown,
): Promise<FieldError[]> => {
  const verdict = await payloads.check(schema, new Payload(data), payerOf(caller));
  if (verdict.kind === 'busy') throw busy();
  return verdict.kind === 'checked'
    ? verdict.errors
    : [{ path: '/data', message: 'Checking it took too long. Make it smaller, or the schema simpler.' }];
};

const mapped = ({ example, downcast: steps }: Declared): unknown => {
  try {
    assertNoDoubling(steps ?? []);
    return downcast(example, steps ?? [], new Work(declarationWork));
  } catch (error) {
    if (!(error instanceof DowncastRefused)) throw error;
    throw new Problem('event_type.downcast_invalid', {
      detail: error.message,
      errors: [{ path: '/downcast', message: error.message }],
    });
  }
};

/** Tries the mapping on the example: what comes out has to fit the version before. */
const tryDowncast = async (reviewing: Reviewing, declared: Declared): Promise<void> => {
  const { previous, example, downcast: steps } = declared;
  if (!steps || !previous) return;
  if (example === undefined || example === null)
    throw new Problem('event_type.downcast_invalid', {
      detail: 'A mapping is tried on the example of the new version: send `example` too.',
      errors: [{ path: '/example', message: 'An example of the new version.' }],
    });
  const errors = await check(reviewing, previous.schema, mapped(declared));
  if (errors.length > 0)
    throw new Problem('event_type.downcast_invalid', {
      detail: `The mapped example does not fit version ${previous.version}.`,
      // What does not fit stands in no request: it is what the mapping makes of the example.
      errors: errors.map(({ path, message }) => ({ path: '/downcast', message: `${path}: ${message}` })),
    });
};

const compare = async ({ contracts }: Reviewing, declared: Declared): Promise<string[]> => {
  const { name, previous, schema } = declared;
  if (!previous) return [];
  // To the last digit: two bounds that a double cannot tell apart are two bounds.
  const [before, after] = [parseExact(previous.schema), parseExact(schema)];
  const isSmall = reviewKept(previous.schema).isLocal && reviewKept(schema).isLocal;
  if (isSmall) return breakingChanges(name, before, after);
  const base = JSON.stringify(contractOf(name, before));
  const revision = JSON.stringify(contractOf(name, after));
  try {
    const order = { base, revision, sunsetGraceDays: 0, now: 0 };
    const { changes } = await contracts.run('compare', order, base.length + revision.length);
    return breakingOf(name, changes);
  } catch (error) {
    if (!(error instanceof ContractRefused)) throw error;
    if (error.code === 'contract.busy') throw busy();
    throw new Problem('event_type.schema_invalid', {
      detail: `Comparing the schema with version ${previous.version} took too long. Make it smaller or simpler.`,
      errors: [{ path: '/schema', message: 'A schema that can be compared within seconds.' }],
    });
  }
};

const review = async (reviewing: Reviewing, declared: Declared): Promise<Review> => {
  try {
    if (declared.isNewSchema)
      await reviewing.payloads.assertUsable(JSON.parse(declared.schema), payerOf(reviewing.caller));
    if (declared.example !== undefined) {
      const found = await check(reviewing, declared.schema, declared.example);
      if (found.length > 0)
        throw new Problem('event_type.example_invalid', { errors: renamed(found, '/example') });
    }
    await tryDowncast(reviewing, declared);
    return { refusal: null, changes: await compare(reviewing, declared) };
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'event.check_busy') throw error;
    return { refusal: error, changes: [] };
  }
};

/**
 * Looks at a declaration before any transaction: the schema is compiled, the example checked, the mapping tried, the
 * versions compared, each on a thread where it may take long. What it finds, {@link reviewOf} answers. Throws
 * `event.check_busy` when no thread was free.
 */
export const prepareReview = async (reviewing: Reviewing, declared: Declared): Promise<void> => {
  const key = keyOf(declared);
  if (!reviews.has(key)) reviews.set(key, await review(reviewing, declared));
};

/** What a review found that was prepared; answers what breaks. Throws its refusal. */
export const reviewOf = (declared: Declared): string[] => {
  const found = reviews.get(keyOf(declared));
  // Between the review and the transaction somebody else made a new version.
  if (!found)
    throw new Problem('idempotency.in_flight', {
      detail: 'Somebody else changed this event type at the same moment. Send it again.',
      retryAfterSeconds: 1,
    });
  if (found.refusal) throw found.refusal;
  return found.changes;
};

import { LRUCache } from 'lru-cache';
import {
  assertAffordable,
  compileSchema,
  type JsonSchema,
  localSteps,
  type PayloadProfile,
  profileOf,
  reviewKept,
  roughStepsFor,
  type SchemaReview,
  stepsFor,
  type Validate,
} from '../../openapi/json-schema/json-schema.ts';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { PayloadBusy, PayloadOver, PayloadThreads } from './payload-threads.service.ts';

/** What became of a check: the places that do not fit, or why it could not be made. */
export type Verdict = { kind: 'checked'; errors: FieldError[] } | { kind: 'over' } | { kind: 'busy' };

/** Steps that all checks of one payload take on the event loop: about ten milliseconds. */
const stepsPerPayload = 5 * localSteps;

/** A payload on its way through checks. What it takes to know of it is worked out once. */
export class Payload {
  readonly data: unknown;
  /** Steps that were spent on it on the event loop. */
  spent = 0;
  #profile: PayloadProfile | null | undefined;
  #json: string | undefined;

  constructor(data: unknown) {
    this.data = data;
  }

  /** `null` for a payload of more values than are checked on the event loop. */
  get profile(): PayloadProfile | null {
    if (this.#profile === undefined) this.#profile = profileOf(this.data, localSteps);
    return this.#profile;
  }

  get json(): string {
    this.#json ??= JSON.stringify(this.data);
    return this.#json;
  }
}

/** A schema, by what is known of it before it is compiled. */
interface Known {
  review: SchemaReview;
  /** Steps for the dearest value and character. */
  most: { perValue: number; perCharacter: number };
  validate: Validate | null;
}

/** Subschemas of the compiled schemas that are kept. */
const nodesKept = 50_000;
/** How long a schema that was over its limits is not tried again for whoever sent the payload. */
const overMs = 10_000;
/** How long the outcome of a compilation is remembered. */
const compiledMs = 60_000;

/**
 * Checks payloads against schemas that others wrote. What is provably cheap, by the schema and the payload, is checked on
 * the event loop, at once; everything else on threads with limits of time and memory. One for each process.
 */
export class PayloadChecks {
  readonly #threads: PayloadThreads;
  readonly #known = new LRUCache<string, Known>({
    maxSize: nodesKept,
    sizeCalculation: ({ review }, text) =>
      1 + Math.ceil(text.length / 1000) + (review.isLocal ? (review.cost?.nodes ?? 0) : 0),
  });
  /** By owner and schema: what one sends must not refuse what another does. */
  readonly #over = new LRUCache<string, true>({ max: 1000, ttl: overMs });
  /** Why a schema cannot be used that was compiled on a thread; `null` for one that can. */
  readonly #compiled = new LRUCache<string, { refusal: Problem | null }>({ max: 50, ttl: compiledMs });

  constructor(threads: PayloadThreads = new PayloadThreads()) {
    this.#threads = threads;
  }

  /** The threads, for what else is done to payloads. */
  get threads(): PayloadThreads {
    return this.#threads;
  }

  /** Checks on the event loop; `undefined` when that could take more than a few milliseconds. `schema` is JSON text. */
  checkNow(schema: string, payload: Payload): Verdict | undefined {
    const known = this.#knownOf(schema);
    const { cost, isLocal } = known.review;
    if (!isLocal || !cost) return undefined;
    let steps = roughStepsFor(known.most, payload.data, localSteps);
    if (steps > localSteps)
      steps = payload.profile ? stepsFor(cost, payload.profile) : Number.POSITIVE_INFINITY;
    if (steps > localSteps || payload.spent + steps > stepsPerPayload) return undefined;
    payload.spent += steps;
    try {
      known.validate ??= compileSchema(JSON.parse(schema));
    } catch (error) {
      // One from before that is no usable schema any more; there is nothing that a payload could do about it.
      if (error instanceof Problem) return { kind: 'over' };
      throw error;
    }
    return { kind: 'checked', errors: known.validate(payload.data) };
  }

  /** Checks on a thread, in the turn of `owner`, who after one that was over its limits is refused for some seconds. */
  async checkOnThread(schema: string, payload: Payload, owner: string): Promise<Verdict> {
    const key = `${owner} ${sha256(schema)}`;
    if (this.#over.has(key)) return { kind: 'over' };
    const data = payload.json;
    const size = { owner, characters: data.length + schema.length };
    try {
      const answer = await this.#threads.run('check', { schema, data }, size);
      return answer.kind === 'checked' ? answer : { kind: 'over' };
    } catch (error) {
      if (error instanceof PayloadBusy) return { kind: 'busy' };
      if (!(error instanceof PayloadOver)) throw error;
      this.#over.set(key, true);
      return { kind: 'over' };
    }
  }

  /** Whether a schema is cheap for any payload of a usual size: one that is not can be blamed for what it costs. */
  isLocal(schema: string): boolean {
    return this.#knownOf(schema).review.isLocal;
  }

  /** Checks wherever it may be done. */
  async check(schema: string, payload: Payload, owner: string): Promise<Verdict> {
    return this.checkNow(schema, payload) ?? this.checkOnThread(schema, payload, owner);
  }

  /**
   * Refuses a schema that cannot be used or costs more than one may that is declared, with `event_type.schema_invalid`.
   * What takes longer than some milliseconds to compile is compiled on a thread.
   */
  async assertUsable(schema: JsonSchema, owner: string): Promise<void> {
    assertAffordable(schema);
    const text = JSON.stringify(schema);
    const known = this.#knownOf(text);
    if (known.review.isLocal) {
      known.validate ??= compileSchema(schema);
      return;
    }
    let found = this.#compiled.get(text);
    if (!found) {
      found = { refusal: await this.#compileOnThread(text, owner) };
      this.#compiled.set(text, found);
    }
    if (found.refusal) throw found.refusal;
  }

  async #compileOnThread(schema: string, owner: string): Promise<Problem | null> {
    try {
      const size = { owner, characters: schema.length };
      const answer = await this.#threads.run('check', { schema, data: null }, size);
      if (answer.kind === 'checked') return null;
      return new Problem('event_type.schema_invalid', { detail: answer.detail, errors: answer.errors });
    } catch (error) {
      if (error instanceof PayloadOver) return tooCostly();
      throw error instanceof PayloadBusy ? busy() : error;
    }
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  #knownOf(schema: string): Known {
    let known = this.#known.get(schema);
    if (!known) {
      const review = reviewKept(schema);
      const most = {
        perValue: Math.max(...(review.cost?.perValue ?? [0])),
        perCharacter: Math.max(...(review.cost?.perCharacter ?? [0])),
      };
      known = { review, most, validate: null };
      this.#known.set(schema, known);
    }
    return known;
  }
}

const tooCostly = () =>
  new Problem('event_type.schema_invalid', {
    detail:
      'The schema took too long to prepare, so it was given up. Make it smaller, or its patterns simpler.',
    errors: [{ path: '/schema', message: 'A schema that is prepared within a second.' }],
  });

/** The refusal of a check for which no thread was free. */
export const busy = (): Problem => new Problem('event.check_busy', { retryAfterSeconds: 2 });

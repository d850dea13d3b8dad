import {
  type Answer,
  claimOf,
  type IdempotencyClaim,
  keepAnswer,
  takeClaim,
} from '../platform/idempotency/idempotency.service.ts';
import type { Context } from '../platform/guard/context.ts';
import { withExact } from '../platform/request/exact-json.ts';
import { Problem } from '../platform/request/problem.ts';
import type { Call, Operation } from './operation.ts';

/**
 * A context with other fields. Not a spread: that would open the entity manager which the context opens only when it is
 * used. And not an heir: services spread what they are handed.
 */
const withFields = (context: Context, fields: Partial<Context>): Context =>
  Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(context),
    ...Object.getOwnPropertyDescriptors(fields),
  });

/** A kept answer is shown as long as the secret in it, if there is one, is one to be shown. */
const assertStillGood = async ({ meta }: Operation, context: Context, body: unknown): Promise<void> => {
  if (meta.isStillGood && !(await meta.isStillGood(context, body)))
    throw new Problem('idempotency.secret_ended');
};

/** What a request asks for, whatever the way of writing it: times as instants, and every digit of what is kept as text. */
const meantBy = ({ input: schema, meta }: Operation, { sent }: Context, input: unknown): unknown => {
  const parsed = schema.safeParse(input);
  return parsed.success ? withExact(parsed.data, sent, meta.exact?.text ?? []) : input;
};

// Nothing but the database is waited for in a transaction. What is wrong is said in it, unless there is a kept answer.
const prepareFor = async ({ meta, input: schema }: Operation, context: Context, input: unknown) => {
  const parsed = meta.prepare ? schema.safeParse(input) : undefined;
  if (!parsed?.success) return;
  await meta.prepare?.(context, parsed.data).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
  });
};

const holderOf = ({ caller: { principal } }: Context): string => {
  if (principal.kind === 'staff') return principal.staffId;
  if (principal.kind === 'integrator') return principal.linkId;
  return principal.kind === 'consumer' ? principal.keyId : '';
};

/** An operation, and the function that runs it. */
export interface Callable {
  operation: Operation;
  call: Call;
}

/** Runs an operation; the status of the answer is 200 where nothing had to be created. */
export const answerOf = async (
  { operation, call }: Callable,
  context: Context,
  input: unknown,
): Promise<Answer & { isReplay: boolean }> => {
  const body = await call(context, input);
  return { status: context.isExisting ? 200 : (operation.meta.status ?? 200), body, isReplay: false };
};

const answerInTransaction = async (
  callable: Callable,
  context: Context,
  claim: IdempotencyClaim,
  input: unknown,
): Promise<Answer> =>
  context.em.transactional(async (tx) => {
    const inTransaction = context.parts.store.within(tx);
    const kept = await takeClaim(context.parts, inTransaction, claim);
    if (kept) return kept;
    const answer = await answerOf(callable, withFields(context, { em: tx }), input);
    await keepAnswer(context.parts, inTransaction, claim, answer);
    return answer;
  });

/**
 * Calls that come with an `Idempotency-Key`, over either door: what was answered to the same caller, operation and key within
 * 24 hours is answered again, and done once.
 */
export class KeyedCalls {
  /** Claims that this process is working on: a second request is told so. Other processes are told by the database. */
  readonly #inFlight = new Set<string>();

  /** The answer, and whether it was given before. Refuses another input under the same key. */
  async run(
    callable: Callable,
    context: Context,
    key: string,
    input: unknown,
  ): Promise<Answer & { isReplay: boolean }> {
    const { operation } = callable;
    const claim = claimOf(key, holderOf(context), operation.name, meantBy(operation, context, input));
    if (this.#inFlight.has(claim.id)) throw new Problem('idempotency.in_flight', { retryAfterSeconds: 1 });
    this.#inFlight.add(claim.id);
    try {
      const isOfDoor = operation.meta.idempotency === 'door';
      if (isOfDoor) await prepareFor(operation, context, input);
      const answer = isOfDoor
        ? await answerInTransaction(callable, context, claim, input)
        : await answerOf(callable, withFields(context, { idempotency: claim }), input);
      if (claim.isReplay) await assertStillGood(operation, context, answer.body);
      return { ...answer, isReplay: claim.isReplay };
    } finally {
      this.#inFlight.delete(claim.id);
    }
  }
}

import { hourMs } from '@parley/shared/words/time';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';

const forgetAfterMs = hourMs;
const waitFirstMs = 5000;
/** The first wait doubled so often is more than the longest. */
const doublingsMax = 8;
const waitMaxMs = 900_000;

/** Something of which only so many tries are free: an account, a browser, an address. */
export interface Allowance {
  id: string;
  /** Tries before waiting begins. */
  free: number;
}

/** A try that was taken from its allowances before anything was evaluated. */
export interface Try {
  /** It was right: what it was about begins anew, and who tried gets this one back. */
  succeed: () => Promise<void>;
  /** It was never evaluated: everything gets it back. */
  giveBack: () => Promise<void>;
}

// One statement, so that of many tries at once, over any number of processes, each finds those before it. The try that
// uses up what is free blocks the next one already while it is under way.
const take = ({ free }: Allowance): string => {
  const isForgotten = `sign_in_throttle.updated_at <= excluded.updated_at - ${forgetAfterMs}`;
  const over = `sign_in_throttle.tries + 1 - ${free}`;
  return `insert into sign_in_throttle (id, tries, blocked_until, updated_at) values (?, 1, null, ?)
    on conflict (id) do update set
      tries = case when ${isForgotten} then 1 else sign_in_throttle.tries + 1 end,
      blocked_until = case when ${isForgotten} or ${over} < 0 then null
        when ${over} >= ${doublingsMax} then excluded.updated_at + ${waitMaxMs}
        else excluded.updated_at + ${waitFirstMs} * (1 << (${over})) end,
      updated_at = excluded.updated_at
    where ${isForgotten} or sign_in_throttle.blocked_until is null
      or sign_in_throttle.blocked_until <= excluded.updated_at
    returning tries`;
};

const putBack = async ({ store }: Parts, { id, free }: Allowance): Promise<void> => {
  await store.all(
    `update sign_in_throttle set tries = tries - 1,
       blocked_until = case when tries - 1 < ${free} then null else blocked_until end
     where id = ? and tries > 0`,
    id,
  );
};

const begin = async ({ store }: Parts, { id }: Allowance): Promise<void> => {
  await store.all('delete from sign_in_throttle where id = ?', id);
};

const refuse = async ({ store, now }: Parts, { id }: Allowance): Promise<never> => {
  const [row] = await store.all<{ blocked_until: number | string | null }>(
    'select blocked_until from sign_in_throttle where id = ?',
    id,
  );
  const seconds = Math.max(1, Math.ceil((Number(row?.blocked_until ?? 0) - now().getTime()) / 1000));
  throw new Problem('session.throttled', {
    detail: `Too many failed tries. Try again in ${seconds} seconds.`,
    retryAfterSeconds: seconds,
  });
};

/**
 * Takes one try before a secret that people choose is evaluated, or refuses with `session.throttled`. `target` is what is
 * guessed at; `others` is who guesses. What was not free at first becomes so one by one: waiting doubles from 5 seconds to
 * 15 minutes, and an hour without a try forgets all. However many come at once, no more are let through.
 */
export const takeTry = async (
  parts: Parts,
  target: Allowance,
  others: readonly Allowance[],
): Promise<Try> => {
  const taken: Allowance[] = [];
  for (const allowance of [target, ...others]) {
    const rows = await parts.store.all(take(allowance), allowance.id, parts.now().getTime());
    if (rows.length === 0) {
      for (const one of taken) await putBack(parts, one);
      return refuse(parts, allowance);
    }
    taken.push(allowance);
  }
  return {
    succeed: async () => {
      await begin(parts, target);
      for (const one of others) await putBack(parts, one);
    },
    giveBack: async () => {
      for (const one of taken) await putBack(parts, one);
    },
  };
};

/** Removes what an hour of silence has made meaningless, a bounded number of rows a call; answers how many. */
export const removeForgottenTries = async ({ store, now }: Parts): Promise<number> => {
  const rows = await store.all(
    `delete from sign_in_throttle where id in
     (select id from sign_in_throttle where updated_at <= ? order by updated_at limit 5000) returning id`,
    now().getTime() - forgetAfterMs,
  );
  return rows.length;
};

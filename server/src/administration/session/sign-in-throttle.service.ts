import type { EntityManager } from '@mikro-orm/sql';
import { hourMs } from '@parley/shared/words/time';
import { Problem } from '../../platform/request/problem.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { SignInThrottle } from './sign-in-throttle.entity.ts';

/** Failures that are free before waiting begins: few for an account, more for an address that many people share. */
const freeFailures = { account: 5, peer: 20 };
const waitFirstSeconds = 5;
const waitMaxSeconds = 900;
const forgetAfterMs = hourMs;

const throttlesOf = (email: string, peer: string | null) => [
  { id: `account:${sha256(email)}`, free: freeFailures.account },
  ...(peer === null ? [] : [{ id: `peer:${peer}`, free: freeFailures.peer }]),
];

/**
 * Refuses with `session.throttled` while an account or an address has to wait. Waiting doubles from 5 seconds to 15
 * minutes and never locks anybody out for good.
 */
export const assertMayTry = async (
  em: EntityManager,
  email: string,
  peer: string | null,
  now: Date,
): Promise<void> => {
  const ids = throttlesOf(email, peer).map(({ id }) => id);
  const rows = await em.find(SignInThrottle, { id: { $in: ids }, blockedUntil: { $gt: now } });
  const seconds = Math.max(
    0,
    ...rows.map((row) => ((row.blockedUntil?.getTime() ?? 0) - now.getTime()) / 1000),
  );
  if (seconds > 0)
    throw new Problem('session.throttled', {
      detail: `Too many failed sign-ins. Try again in ${Math.ceil(seconds)} seconds.`,
      retryAfterSeconds: seconds,
    });
};

/** Counts a failed sign-in. An hour without one forgets them. */
export const noteFailure = async (
  em: EntityManager,
  email: string,
  peer: string | null,
  now: Date,
): Promise<void> => {
  await em.transactional(async (tx) => {
    for (const { id, free } of throttlesOf(email, peer)) {
      const known = await tx.findOne(SignInThrottle, { id });
      const row = known ?? tx.create(SignInThrottle, { id, failures: 0, blockedUntil: null, updatedAt: now });
      if (now.getTime() - row.updatedAt.getTime() > forgetAfterMs) row.failures = 0;
      row.failures += 1;
      row.updatedAt = now;
      const over = row.failures - free;
      const waitSeconds = Math.min(waitMaxSeconds, waitFirstSeconds * 2 ** over);
      row.blockedUntil = over >= 0 ? new Date(now.getTime() + waitSeconds * 1000) : null;
    }
    await tx.flush();
  });
};

/** Forgets the failures of an account after the right password. Those of the address stay. */
export const noteSuccess = async (em: EntityManager, email: string): Promise<void> => {
  await em.nativeDelete(SignInThrottle, { id: `account:${sha256(email)}` });
};

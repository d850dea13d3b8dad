import { hash, verify } from '@node-rs/argon2';
import { Turns } from '../../platform/process/turns.ts';
import { Problem } from '../../platform/request/problem.ts';
import { assertOutsideTransaction } from '../../platform/request/transaction-mark.ts';

// argon2id with OWASP's parameters: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Hashing takes a thread of libuv's four for 25 ms and more. Two are left for files and names, whoever guesses, and
// what waits is over within a second: a place in a longer queue would be worth no more than trying again.
const turns = new Turns(
  { atOnce: 2, waitingMax: 32 },
  () => new Problem('session.busy', { retryAfterSeconds: 1 }),
);

/**
 * The argon2id hash of a password, in PHC form. About 25 ms, off the event loop, two at a time in a process; refuses with
 * `session.busy` when more than 32 wait.
 */
export const hashPassword = async (password: string): Promise<string> => {
  assertOutsideTransaction('the hash of a password');
  return turns.take(() => hash(password, cost));
};

let decoy: Promise<string> | undefined;

/**
 * Whether the password is the one. Without a hash it still does the work, so that an address that has no account cannot
 * be told from one that has by the time of the answer. Takes its turn as {@link hashPassword} does.
 */
export const isPassword = async (
  password: string,
  passwordHash: string | null | undefined,
): Promise<boolean> => {
  assertOutsideTransaction('the hash of a password');
  return turns.take(async () => {
    decoy ??= hash('the password of nobody', cost);
    const isRight = await verify(passwordHash ?? (await decoy), password);
    return isRight && Boolean(passwordHash);
  });
};

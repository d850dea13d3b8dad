import { AsyncLocalStorage } from 'node:async_hooks';

interface Transaction {
  isOpen: boolean;
  /** What follows from it, once it is on disk. */
  readonly afterwards: (() => void)[];
}

const mark = new AsyncLocalStorage<Transaction | undefined>();

/**
 * Runs a transaction from its beginning to its commit. What it starts and does not wait for is outside again when it has
 * ended; what was left to {@link afterCommit} follows, unless it failed.
 */
export const insideTransaction = async <Result>(transact: () => Promise<Result>): Promise<Result> => {
  const transaction: Transaction = { isOpen: true, afterwards: [] };
  let result: Result;
  try {
    result = await mark.run(transaction, transact);
  } finally {
    transaction.isOpen = false;
  }
  // Within another one it is a part of that, and waits for its commit.
  transaction.afterwards.forEach(afterCommit);
  return result;
};

/**
 * Does what others follow a change by, such as waking a worker or forgetting what was true before: at once outside of a
 * transaction, inside of one when all of it is committed, and never when it fails. The door opens one around services that
 * have one of their own: told before its commit, a worker finds nothing, and a key that was forgotten is remembered again.
 */
export const afterCommit = (effect: () => void): void => {
  const transaction = mark.getStore();
  if (transaction?.isOpen) transaction.afterwards.push(effect);
  else effect();
};

/** Runs what belongs to nobody's transaction although somebody in one set it going: loops of workers. */
export const outsideTransaction = <Result>(work: () => Result): Result => mark.run(undefined, work);

/**
 * Throws inside of a transaction. Called by whatever waits for something else than the database, since all writers would
 * wait for it as well: names, calls, mail, threads, hashes.
 */
export const assertOutsideTransaction = (what: string): void => {
  if (mark.getStore()?.isOpen)
    throw new Error(`${what} is awaited inside a transaction. Do it before, and hand the result in.`);
};

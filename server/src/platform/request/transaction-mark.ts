import { AsyncLocalStorage } from 'node:async_hooks';

const mark = new AsyncLocalStorage<{ isOpen: boolean } | undefined>();

/** Runs the work of a transaction. What it starts and does not wait for is outside again when the transaction has ended. */
export const insideTransaction = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const transaction = { isOpen: true };
  try {
    return await mark.run(transaction, work);
  } finally {
    transaction.isOpen = false;
  }
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

import { setTimeout as sleep } from 'node:timers/promises';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { hasCode } from './storage-problem.ts';

const triesMax = 6;
const pauseMs = 20;

/**
 * Runs a transaction again that the database gave up for the sake of another one: a deadlock (40P01) or a failed
 * serialization (40001), of which nothing was stored. Gives up after six tries. `work` has to begin from nothing each time.
 */
export const retryConflicts = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      if (tries === triesMax || !hasCode(error, ['40P01', '40001'])) throw error;
      // Not all at the same moment again.
      await sleep(Math.random() * pauseMs * 2 ** tries);
    }
};

/**
 * Runs `work`, a transaction that creates what is not there yet, once more when somebody else created it at the same
 * moment: this time it finds it.
 */
export const onceMoreIfTaken = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) return work();
    throw error;
  }
};

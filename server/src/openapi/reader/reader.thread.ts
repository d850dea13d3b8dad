// The thread that reads contracts: it may take seconds, use much memory or be ended. See `reader.ts`.
import { parentPort } from 'node:worker_threads';
import { compareDocuments, fieldsOfDocuments } from './comparison.ts';
import type { ContractJob, ContractJobs, ThreadAnswer, ThreadOrder } from './job-thread.ts';
import { placePointers } from './placing.ts';
import { Problem } from '../../platform/request/problem.ts';
import { readSentContract } from './reading.ts';
import { ContractRefusal } from './sent-contract.ts';

type JobTable = {
  [Job in ContractJob]: (order: ContractJobs[Job]['order']) => Promise<ContractJobs[Job]['answer']>;
};

const jobs: JobTable = {
  read: async ({ sent, settings }) => readSentContract(sent, settings),
  compare: async (order) => compareDocuments(order),
  fields: async (order) => fieldsOfDocuments(order),
  place: async ({ sent, wanted }) => placePointers(sent, wanted),
};

const failureOf = (error: unknown): ThreadAnswer => {
  if (error instanceof ContractRefusal)
    return { kind: 'refused', code: error.code, detail: error.message, problems: error.problems };
  if (error instanceof Problem)
    return { kind: 'problem', code: error.code, detail: error.detail, errors: error.errors ?? [] };
  // Depth is bounded where text comes in; a chain of references can still be longer than the stack.
  if (error instanceof RangeError && /call stack|string length/.test(error.message))
    return {
      kind: 'refused',
      code: 'contract.too_complex',
      detail: 'It is nested too deeply.',
      problems: [],
    };
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, stack };
};

const answer = async <Job extends ContractJob>({ job, order }: ThreadOrder<Job>): Promise<void> => {
  let done: ThreadAnswer;
  try {
    done = { kind: 'done', answer: await jobs[job](order) };
  } catch (error) {
    done = failureOf(error);
  }
  parentPort?.postMessage(done);
};

parentPort?.on('message', (order: ThreadOrder) => {
  void answer(order);
});
parentPort?.postMessage({ kind: 'ready' } satisfies ThreadAnswer);

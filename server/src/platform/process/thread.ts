import { type ResourceLimits, Worker } from 'node:worker_threads';

/** What a thread may keep for its youngest objects, in MB. Unless said Node lets it have 192, and it gives none back. */
const youngMb = 8;

/**
 * Starts a thread on this file. It inherits nothing of the process: no flags, because some, such as `--input-type`, are not
 * for a file, and no variables, because it needs none and Node's watch mode would mix messages of its own into the answers.
 */
export const startThread = (file: URL, data: unknown, limits: ResourceLimits = {}): Worker => {
  const thread = new Worker(file, {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: youngMb, ...limits },
    execArgv: [],
    env: {},
  });
  thread.unref();
  return thread;
};

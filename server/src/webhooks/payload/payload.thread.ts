// The thread that runs what others wrote on payloads: it may take long, use much memory or be ended. See
// `payload-threads.service.ts`.
import { parentPort } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { compileSchema, type Validate } from '../../openapi/json-schema/json-schema.ts';
import type { ThreadAnswer } from '../../openapi/reader/reader.ts';
import { Problem } from '../../platform/request/problem.ts';
import { DowncastRefused, downcastBody, threadWork } from '../event-type/downcast.service.ts';
import type { PayloadJob, PayloadJobs } from './payload-threads.service.ts';

type JobTable = { [Job in PayloadJob]: (order: PayloadJobs[Job]['order']) => PayloadJobs[Job]['answer'] };

/** By their text; what is small enough is answered with every place that does not fit. */
const compiled = new LRUCache<string, Validate>({
  maxSize: 2 * 1024 * 1024,
  sizeCalculation: (_validate, text) => text.length,
});
const everyErrorMax = 65_536;

const validatorOf = (schema: string, isFirstErrorEnough: boolean): Validate => {
  const key = `${isFirstErrorEnough ? 'first' : 'every'} ${schema}`;
  let validate = compiled.get(key);
  if (!validate) {
    validate = compileSchema(JSON.parse(schema), { isFirstErrorEnough });
    compiled.set(key, validate);
  }
  return validate;
};

const check = ({ schema, data }: PayloadJobs['check']['order']): PayloadJobs['check']['answer'] => {
  let validate: Validate;
  try {
    validate = validatorOf(schema, true);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'unusable', detail: error.detail, errors: error.errors ?? [] };
  }
  if (data === null) return { kind: 'checked', errors: [] };
  const value: unknown = JSON.parse(data);
  const errors = validate(value);
  // All of the errors of a large payload would be an object for each of its values.
  const isSmall = data.length + schema.length <= everyErrorMax;
  return {
    kind: 'checked',
    errors: errors.length > 0 && isSmall ? validatorOf(schema, false)(value) : errors,
  };
};

const downcast = ({ body, steps }: PayloadJobs['downcast']['order']): PayloadJobs['downcast']['answer'] => {
  try {
    return { kind: 'mapped', body: downcastBody(body, steps, threadWork) };
  } catch (error) {
    if (!(error instanceof DowncastRefused)) throw error;
    return { kind: 'refused', reason: error.message };
  }
};

const jobs: JobTable = { check, downcast };

const answer = <Job extends PayloadJob>({
  job,
  order,
}: {
  job: Job;
  order: PayloadJobs[Job]['order'];
}): ThreadAnswer<never> => {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { kind: 'done', answer: jobs[job](order) as never };
  } catch (error) {
    if (error instanceof RangeError)
      return {
        kind: 'refused',
        code: 'contract.too_complex',
        detail: 'It is nested too deeply.',
        problems: [],
      };
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', message, stack };
  }
};

parentPort?.on('message', (message: { job: PayloadJob; order: never }) => {
  parentPort?.postMessage(answer(message));
});
parentPort?.postMessage({ kind: 'ready' } satisfies ThreadAnswer);

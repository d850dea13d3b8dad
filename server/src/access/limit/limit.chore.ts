import type { Parts } from '../../platform/process/parts.ts';
import { removeEndedCounters } from '../limit-counter/counters.service.ts';

/** Counters of days, months and callers that are gone. */
export const removeLimitLeftovers = async ({ store, now }: Parts): Promise<void> =>
  removeEndedCounters(store, now());

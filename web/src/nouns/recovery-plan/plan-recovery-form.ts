import type { Environment } from '@parley/shared/words/environment';
import { PlanRecovery, type RecoveryScope } from '@parley/shared/webhooks/recovery';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { instantOf } from '../../lib/time/local-time.ts';

/** What stands in the fields; a blank field means that nothing was said. */
export interface PlanValues extends Record<string, unknown> {
  scope: RecoveryScope;
  consumerId: string;
  endpointId: string;
  eventTypes: string[];
  /** Local time, as `<input type="datetime-local">` holds it. */
  since: string;
  until: string;
  ratePerSecond: number | '';
}

export const PlanRecoveryForm = PlanRecovery.required({ environment: true });

/** The fields as the API takes them. An endpoint names its consumer by itself. */
export function planOf(values: PlanValues, environment: Environment): Record<string, unknown> {
  const { scope, consumerId, endpointId, eventTypes, since, until, ratePerSecond } = values;
  return withoutBlanks({
    environment,
    scope,
    ratePerSecond,
    since: instantOf(since),
    until: instantOf(until),
    ...(eventTypes.length > 0 && { eventTypes }),
    ...(endpointId ? { endpointIds: [endpointId] } : { consumerId }),
  });
}

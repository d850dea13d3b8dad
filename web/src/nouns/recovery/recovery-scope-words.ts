import type { RecoveryScope } from '@parley/shared/webhooks/recovery';

/** What people call each scope of a recovery, and what it takes in. */
export const recoveryScopeWords: Record<RecoveryScope, { label: string; description: string }> = {
  undelivered: {
    label: 'Undelivered',
    description: 'What failed, was given up or waits for a disabled endpoint.',
  },
  everything: {
    label: 'Everything',
    description: 'Also what was delivered. Receivers get it again.',
  },
  missed: {
    label: 'Missed',
    description:
      'Events that the endpoint would want today and never got a delivery for, such as those published while it was disabled.',
  },
};

/** The name of a recovery as a title: “Recovery of undelivered”. */
export function recoveryTitle(scope: RecoveryScope): string {
  const what = {
    undelivered: 'what was not delivered',
    everything: 'everything',
    missed: 'missed events',
  };
  return `Recovery of ${what[scope]}`;
}

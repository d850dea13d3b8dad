import { ConsumerKind } from '@parley/shared/access/consumer';

/** What people call each kind. */
export const kindLabels: Record<ConsumerKind, string> = {
  mobile_app: 'Mobile app',
  web_app: 'Web app',
  third_party: 'Third party',
  partner: 'Partner',
  internal_service: 'Internal service',
};

/** All kinds, to choose from. */
export const kindOptions = ConsumerKind.options.map((value) => ({ value, label: kindLabels[value] }));

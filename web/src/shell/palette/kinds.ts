import type { SearchKind } from '@parley/shared/overview/search';
import {
  IconActivity,
  IconApps,
  IconBell,
  IconBolt,
  IconFileText,
  IconKey,
  IconListDetails,
  IconRestore,
  IconRoute,
  IconSend,
  IconUsers,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';

/** What several of a kind are called. */
export const kindTitles: Record<SearchKind, string> = {
  consumer: 'Consumers',
  api_key: 'API keys',
  endpoint: 'Endpoints',
  event_type: 'Event types',
  event: 'Events',
  delivery: 'Deliveries',
  recovery: 'Recoveries',
  api: 'APIs',
  contract_version: 'Contract versions',
  operation: 'Operations',
  notice: 'Notices',
  staff: 'Staff',
};

export const kindIcons: Record<SearchKind, Icon> = {
  consumer: IconApps,
  api_key: IconKey,
  endpoint: IconWebhook,
  event_type: IconListDetails,
  event: IconBolt,
  delivery: IconSend,
  recovery: IconRestore,
  api: IconFileText,
  contract_version: IconActivity,
  operation: IconRoute,
  notice: IconBell,
  staff: IconUsers,
};

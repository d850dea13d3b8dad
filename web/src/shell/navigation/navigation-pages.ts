import type { Scope } from '@parley/shared/scope';
import {
  IconActivity,
  IconApps,
  IconBolt,
  IconFileText,
  IconHome,
  IconKey,
  IconListDetails,
  IconRestore,
  IconSend,
  IconStethoscope,
  IconUsers,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';

/** A page of the navigation. Without `scope` everybody sees it. */
export interface ConsolePage {
  to: string;
  label: string;
  icon: Icon;
  scope?: Scope;
}

/** The navigation, top to bottom. A page shows once it has a route and the reader may read it. */
export const pageGroups: readonly { label: string | null; pages: readonly ConsolePage[] }[] = [
  { label: null, pages: [{ to: '/', label: 'Home', icon: IconHome }] },
  {
    label: 'Access',
    pages: [
      { to: '/consumers', label: 'Consumers', icon: IconApps, scope: 'consumers:read' },
      { to: '/api-keys', label: 'API keys', icon: IconKey, scope: 'api-keys:read' },
    ],
  },
  {
    label: 'Contracts',
    pages: [{ to: '/apis', label: 'APIs', icon: IconFileText, scope: 'contracts:read' }],
  },
  {
    label: 'Webhooks',
    pages: [
      { to: '/event-types', label: 'Event types', icon: IconListDetails, scope: 'event-types:read' },
      { to: '/events', label: 'Events', icon: IconBolt, scope: 'events:read' },
      { to: '/endpoints', label: 'Endpoints', icon: IconWebhook, scope: 'endpoints:read' },
      { to: '/deliveries', label: 'Deliveries', icon: IconSend, scope: 'deliveries:read' },
      { to: '/recoveries', label: 'Recoveries', icon: IconRestore, scope: 'deliveries:read' },
      { to: '/signature-check', label: 'Signature doctor', icon: IconStethoscope, scope: 'endpoints:read' },
    ],
  },
  {
    label: 'Administration',
    pages: [
      { to: '/audit', label: 'Audit', icon: IconActivity, scope: 'audit:read' },
      { to: '/staff', label: 'Staff', icon: IconUsers, scope: 'staff:read' },
    ],
  },
];

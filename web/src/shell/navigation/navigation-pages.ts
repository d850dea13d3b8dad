import type { WaitingView } from '@parley/shared/overview/waiting';
import type { Scope } from '@parley/shared/scope';
import {
  IconActivity,
  IconApps,
  IconBolt,
  IconBroadcast,
  IconClipboardCheck,
  IconFileText,
  IconFiles,
  IconHome,
  IconKey,
  IconListDetails,
  IconLogin2,
  IconRestore,
  IconRobot,
  IconSend,
  IconSettings,
  IconStack2,
  IconShieldCheck,
  IconStethoscope,
  IconUserCircle,
  IconUrgent,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import type { ShortcutId } from '../../lib/shortcut/shortcuts.ts';

/** A page of the navigation: one line a room. Without `scope` everybody sees it. */
export interface ConsolePage {
  to: string;
  label: string;
  icon: Icon;
  scope?: Scope;
  /** By which keys one gets there. */
  keys?: ShortcutId;
  /** What is counted beside it, and what the number means. */
  waiting?: { of: keyof WaitingView; words: string };
}

/** A job that people have, and the rooms in which it is done. Without a label its pages stand alone. */
export interface ConsoleArea {
  /** The wing of the house that its new rooms come from. */
  wing: string;
  label: string | null;
  icon: Icon;
  pages: readonly ConsolePage[];
}

/**
 * The navigation, top to bottom. A page shows once it has a route and the reader may read it; an area once it has a page. A
 * coming room adds its line.
 */
// oxfmt-ignore
export const pageGroups: readonly ConsoleArea[] = [
  {
    wing: 'overview', label: null, icon: IconHome,
    pages: [
      { to: '/', label: 'Home', icon: IconHome, keys: 'go.home' },
      { to: '/issues', label: 'Issues', icon: IconUrgent, scope: 'issues:read' },
    ],
  },
  {
    wing: 'access', label: 'Partners', icon: IconUsersGroup,
    pages: [
      { to: '/consumers', label: 'Consumers', icon: IconApps, scope: 'consumers:read', keys: 'go.consumers' },
      { to: '/requirements', label: 'Requirements', icon: IconClipboardCheck, scope: 'consumers:read' },
      { to: '/api-keys', label: 'API keys', icon: IconKey, scope: 'api-keys:read', keys: 'go.api-keys' },
      { to: '/clients', label: 'OAuth clients', icon: IconRobot, scope: 'clients:read' },
      { to: '/issuers', label: 'Trusted issuers', icon: IconShieldCheck, scope: 'issuers:read' },
    ],
  },
  {
    wing: 'contracts', label: 'APIs', icon: IconFiles,
    pages: [
      { to: '/apis', label: 'APIs', icon: IconFileText, scope: 'contracts:read', keys: 'go.apis', waiting: { of: 'apis', words: 'not published' } },
    ],
  },
  {
    wing: 'webhooks', label: 'Events out', icon: IconBroadcast,
    pages: [
      { to: '/events', label: 'Events', icon: IconBolt, scope: 'events:read', keys: 'go.events' },
      { to: '/deliveries', label: 'Deliveries', icon: IconSend, scope: 'deliveries:read', keys: 'go.deliveries' },
      { to: '/endpoints', label: 'Endpoints', icon: IconWebhook, scope: 'endpoints:read', keys: 'go.endpoints', waiting: { of: 'endpoints', words: 'failing' } },
      { to: '/event-types', label: 'Event types', icon: IconListDetails, scope: 'event-types:read', keys: 'go.event-types' },
      { to: '/recoveries', label: 'Recoveries', icon: IconRestore, scope: 'deliveries:read', keys: 'go.recoveries', waiting: { of: 'recoveries', words: 'to be started' } },
      { to: '/bulk-changes', label: 'Bulk changes', icon: IconStack2, scope: 'endpoints:read' },
      { to: '/signature-check', label: 'Signature doctor', icon: IconStethoscope, scope: 'endpoints:read' },
    ],
  },
  {
    wing: 'administration', label: 'Settings', icon: IconSettings,
    pages: [
      { to: '/staff', label: 'Staff', icon: IconUsers, scope: 'staff:read' },
      { to: '/identity-providers', label: 'Single sign-on', icon: IconLogin2, scope: 'staff:read' },
      { to: '/audit', label: 'Audit', icon: IconActivity, scope: 'audit:read', keys: 'go.audit' },
      { to: '/account', label: 'My account', icon: IconUserCircle, keys: 'go.account' },
    ],
  },
];

/** Whether an address is the page, or lies below it. */
export const isWithin = (path: string, { to }: Pick<ConsolePage, 'to'>): boolean =>
  path === to || (to !== '/' && path.startsWith(`${to}/`));

import { useMantineColorScheme } from '@mantine/core';
import type { Scope } from '@parley/shared/scope';
import { useNavigate, useRouter } from '@tanstack/react-router';
import {
  IconArrowsExchange,
  IconKey,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import { useSession } from '../../lib/session/session-context.ts';
import { useEnvironment, useSwitchEnvironment } from '../../lib/address/use-environment.ts';
import { useNavigationPages } from '../navigation/use-navigation-pages.ts';
import { useSignOut } from '../account/use-sign-out.ts';

/** One line of the command palette. */
export interface Command {
  label: string;
  icon: Icon;
  run: () => void;
}

/** What can be created from anywhere. Each opens the list of its room with the dialog `create`. */
const creations: readonly { label: string; to: string; scope: Scope }[] = [
  { label: 'New consumer', to: '/consumers', scope: 'consumers:write' },
  { label: 'New API key', to: '/api-keys', scope: 'api-keys:write' },
  { label: 'New API', to: '/apis', scope: 'contracts:write' },
  { label: 'New event type', to: '/event-types', scope: 'event-types:write' },
  { label: 'Publish an event', to: '/events', scope: 'events:publish.any' },
  { label: 'New endpoint', to: '/endpoints', scope: 'endpoints:write' },
  { label: 'Recover deliveries', to: '/recoveries', scope: 'deliveries:write' },
  { label: 'Invite staff', to: '/staff', scope: 'staff:write' },
];

/** The pages and actions that this reader has, in the order of the palette. */
export function useCommands(onChangePassword: () => void): { pages: Command[]; actions: Command[] } {
  const navigate = useNavigate();
  const paths = Object.keys(useRouter().routesByPath);
  const { scopes } = useSession();
  const pages = useNavigationPages()
    .flatMap((group) => group.pages)
    .map(({ label, icon, to }) => ({ label, icon, run: () => void navigate({ to }) }));
  const creates = creations
    .filter(({ to, scope }) => paths.includes(to) && scopes.includes(scope))
    .map(({ label, to }) => ({
      label,
      icon: IconPlus,
      run: () => void navigate({ to, search: { dialog: 'create' } }),
    }));
  return { pages, actions: [...creates, ...useSettings(onChangePassword)] };
}

function useSettings(onChangePassword: () => void): Command[] {
  const environment = useEnvironment();
  const switchEnvironment = useSwitchEnvironment();
  const { setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const other = environment === 'live' ? 'test' : 'live';
  return [
    { label: `Look at ${other}`, icon: IconArrowsExchange, run: () => switchEnvironment(other) },
    { label: 'Light colours', icon: IconSun, run: () => setColorScheme('light') },
    { label: 'Dark colours', icon: IconMoon, run: () => setColorScheme('dark') },
    { label: 'Change password', icon: IconKey, run: onChangePassword },
    { label: 'Sign out', icon: IconLogout, run: signOut },
  ];
}

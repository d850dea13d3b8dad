import { useMantineColorScheme } from '@mantine/core';
import type { Scope } from '@parley/shared/scope';
import { useRouter } from '@tanstack/react-router';
import {
  IconArrowsExchange,
  IconKey,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import type { ShortcutId, ShortcutScope } from '../../lib/shortcut/shortcuts.ts';
import { useActiveShortcuts } from '../../lib/shortcut/use-shortcut.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { useEnvironment, useSwitchEnvironment } from '../../lib/address/use-environment.ts';
import { useNavigationPages } from '../navigation/use-navigation-pages.ts';
import type { Target } from './hit-target.ts';
import { useSignOut } from '../account/use-sign-out.ts';

/** A page or an act in the command palette. */
export interface Command {
  label: string;
  icon: Icon;
  /** Of what leads somewhere: it can be opened in a new tab. */
  target?: Target;
  run: () => void;
  /** The keys that do the same. */
  shortcut?: ShortcutId;
}

/** What the reader may do: here, by going somewhere, anywhere. */
export interface Commands {
  here: Command[];
  pages: Command[];
  actions: Command[];
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

/** The pages and acts that this reader has, in the order of the palette. */
export function useCommands(onChangePassword: () => void): Commands {
  const environment = useEnvironment();
  const paths = Object.keys(useRouter().routesByPath);
  const { scopes } = useSession();
  const active = useActiveShortcuts();
  const to = (label: string, icon: Icon, target: Target): Command => ({
    label,
    icon,
    target: { ...target, search: { env: environment, ...target.search } },
    run: () => undefined,
  });
  const pages = useNavigationPages()
    .flatMap((group) => group.pages)
    .map(({ label, icon, to: path }) => to(label, icon, { to: path }));
  const creates = creations
    .filter(({ to: path, scope }) => paths.includes(path) && scopes.includes(scope))
    .map(({ label, to: path }) => to(label, IconPlus, { to: path, search: { dialog: 'create' } }));
  const byKeys = (isWanted: (scope: ShortcutScope) => boolean) =>
    active
      .filter(({ id, scope }) => isWanted(scope) && id !== 'palette.open')
      .map(({ id, label, run }) => ({ label, icon: IconKeyboard, run, shortcut: id }));
  return {
    here: byKeys((scope) => scope === 'list' || scope === 'object'),
    pages,
    actions: [...creates, ...useSettings(onChangePassword), ...byKeys((scope) => scope === 'everywhere')],
  };
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

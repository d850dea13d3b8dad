import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import type { SessionView } from '@parley/shared/administration/session';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, type ComponentType } from 'react';
import { api } from '../../api.ts';
import { FrameHeader } from './frame-header.tsx';
import classes from './frame.module.css';
import { Navigation } from '../navigation/navigation.tsx';
import { SessionContext } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useShortcut } from '../../lib/shortcut/use-shortcut.ts';

const CommandPalette = lazy(async () => ({
  default: (await import('../palette/command-palette.tsx')).CommandPalette,
}));

const ShortcutSheet = lazy(async () => ({
  default: (await import('../shortcuts/shortcut-sheet.tsx')).ShortcutSheet,
}));

type PasswordDialog = ComponentType<{ opened: boolean; onClose: () => void }>;

/** Everything around a page: who is signed in, where one can go, which environment one looks at. */
export function Frame({ passwordDialog }: { passwordDialog: PasswordDialog }) {
  const router = useRouter();
  const session = useQuery({ ...api.session.current.queryOptions(), staleTime: 60_000 });
  const isSignedOut = session.data === null;
  useEffect(() => {
    // The guard of the route runs again and leads to the sign-in page.
    if (isSignedOut) void router.invalidate();
  }, [isSignedOut, router]);
  if (!session.data) return null;
  return <SignedInFrame session={session.data} passwordDialog={passwordDialog} />;
}

function SignedInFrame({
  session,
  passwordDialog: Dialog,
}: {
  session: SessionView;
  passwordDialog: PasswordDialog;
}) {
  const [isNavOpen, nav] = useDisclosure(false);
  const [isPasswordOpen, password] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const environment = useEnvironment();
  // Here and not in the palette, which is loaded later: the first key press counts.
  useShortcut('palette.open', spotlight.open);
  useShortcut('help.open', help.open);
  return (
    <SessionContext value={session}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <AppShell
        withBorder={false}
        transitionDuration={100}
        header={{ height: 48 }}
        navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !isNavOpen } }}
      >
        <AppShell.Header className={classes.header} data-environment={environment}>
          <FrameHeader isNavOpen={isNavOpen} onToggleNav={nav.toggle} onChangePassword={password.open} />
        </AppShell.Header>
        <AppShell.Navbar className={classes.navbar} component="div">
          <Navigation onFollow={nav.close} />
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1} style={{ outline: 'none' }}>
          <div className={classes.page}>
            <Outlet />
          </div>
        </AppShell.Main>
      </AppShell>
      <Suspense>
        <CommandPalette onChangePassword={password.open} />
        <Dialog opened={isPasswordOpen} onClose={password.close} />
        {isHelpOpen && <ShortcutSheet opened onClose={help.close} areSingleKeysOn />}
      </Suspense>
    </SessionContext>
  );
}

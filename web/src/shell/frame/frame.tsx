import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import type { SessionView } from '@parley/shared/administration/session';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, type ComponentType } from 'react';
import { api } from '../../api.ts';
import { FrameHeader } from './frame-header.tsx';
import classes from './frame.module.css';
import { CommandPalette } from '../palette/command-palette.tsx';
import { openPalette } from '../../lib/shortcut/palette-opening.ts';
import { Navigation } from '../navigation/navigation.tsx';
import { SessionContext } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useShortcut, useSingleKeys } from '../../lib/shortcut/use-shortcut.ts';
import { showTimesAs } from '../../lib/time/shown-times.ts';
import { useDrawer } from './use-drawer.ts';

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

/** As somebody wants the console, and as they changed it in another tab. */
function useDisplay(display: SessionView['display']) {
  useShortcut('palette.open', () => openPalette());
  useSingleKeys(display.hasSingleKeys);
  useEffect(() => showTimesAs(display), [display]);
}

function SignedInFrame({
  session,
  passwordDialog: Dialog,
}: {
  session: SessionView;
  passwordDialog: PasswordDialog;
}) {
  const { display } = session;
  const { ref: drawerRef, ...drawer } = useDrawer();
  const [isPasswordOpen, password] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const [isFolded, setFolded] = useLocalStorage({
    key: 'parley-navigation-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const environment = useEnvironment();
  useShortcut('help.open', help.open);
  useShortcut('navigation.fold', () => setFolded(!isFolded));
  useDisplay(display);
  return (
    <SessionContext value={session}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <div className={classes.frame} data-folded={isFolded}>
        <header className={classes.header} data-environment={environment}>
          <FrameHeader
            isNavOpen={drawer.isOpen}
            onToggleNav={drawer.toggle}
            onChangePassword={password.open}
          />
        </header>
        <div className={classes.navbar} data-open={drawer.isOpen} ref={drawerRef}>
          <Navigation isFolded={isFolded} onFold={() => setFolded(!isFolded)} onFollow={drawer.close} />
        </div>
        <main id="page" tabIndex={-1} className={classes.main} inert={drawer.isOpen}>
          <div className={classes.page}>
            <Outlet />
          </div>
        </main>
      </div>
      <CommandPalette onChangePassword={password.open} />
      <Suspense>
        {isPasswordOpen && <Dialog opened onClose={password.close} />}
        {isHelpOpen && <ShortcutSheet opened onClose={help.close} areSingleKeysOn={display.hasSingleKeys} />}
      </Suspense>
    </SessionContext>
  );
}

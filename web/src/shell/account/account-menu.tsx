import { Text, UnstyledButton } from '@mantine/core';
import type { SessionView } from '@parley/shared/administration/session';
import { IconKey, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useRef } from 'react';
import classes from './account-menu.module.css';
import { ColorSchemeSwitch } from '../../ui/form/color-scheme-switch.tsx';
import { useSession } from '../../lib/session/session-context.ts';
import { useSignOut } from './use-sign-out.ts';

/**
 * Who is signed in, the way to the account, the colour scheme, the password, and the way out. A popover of the browser: it
 * closes on Escape and on a click elsewhere, and gives the focus back.
 */
export function AccountMenu({ onChangePassword }: { onChangePassword: () => void }) {
  const session = useSession();
  const signOut = useSignOut();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => menu.current?.hidePopover();
  const choose = (act: () => void) => {
    close();
    // A dialog gives the focus back to what had it when it opened, and this item is hidden by then.
    button.current?.focus();
    act();
  };
  const initials = session.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  return (
    <>
      <UnstyledButton
        ref={button}
        aria-label={`Account of ${session.name}`}
        className={classes.target}
        popoverTarget={id}
      >
        {/* Drawn, not written: the initials are no part of the name that the button goes by. */}
        <span className={classes.initials} data-initials={initials} />
      </UnstyledButton>
      <section ref={menu} id={id} popover="auto" aria-label="Account" className={classes.menu}>
        <Who session={session} />
        <ColorSchemeSwitch />
        <hr className={classes.line} />
        <Link to="/account" className={classes.item} onClick={close}>
          <IconUserCircle size={15} aria-hidden />
          My account
        </Link>
        <UnstyledButton className={classes.item} onClick={() => choose(onChangePassword)}>
          <IconKey size={15} aria-hidden />
          Change password
        </UnstyledButton>
        <UnstyledButton className={classes.item} onClick={() => choose(signOut)}>
          <IconLogout size={15} aria-hidden />
          Sign out
        </UnstyledButton>
      </section>
    </>
  );
}

function Who({ session }: { session: SessionView }) {
  return (
    <div className={classes.who}>
      <Text fw={600} truncate>
        {session.name}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {session.email}
      </Text>
      <Text size="xs" c="dimmed" tt="capitalize">
        {session.role}
      </Text>
    </div>
  );
}

import { Avatar, Divider, Popover, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { SessionView } from '@parley/shared/administration/session';
import { IconKey, IconLogout } from '@tabler/icons-react';
import { useRef } from 'react';
import classes from './account-menu.module.css';
import { ColorSchemeSwitch } from '../../ui/form/color-scheme-switch.tsx';
import { useSession } from '../../lib/session/session-context.ts';
import { useSignOut } from './use-sign-out.ts';

/** Who is signed in, the colour scheme, the password, and the way out. */
export function AccountMenu({ onChangePassword }: { onChangePassword: () => void }) {
  const session = useSession();
  const signOut = useSignOut();
  const [isOpen, menu] = useDisclosure(false);
  const button = useRef<HTMLButtonElement>(null);
  const choose = (act: () => void) => {
    menu.close();
    // A dialog gives the focus back to what had it when it opened, and this item will be gone by then.
    button.current?.focus();
    act();
  };
  const initials = session.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  return (
    <Popover position="bottom-end" width={240} trapFocus returnFocus opened={isOpen} onChange={menu.set}>
      <Popover.Target>
        <UnstyledButton
          ref={button}
          aria-label={`Account of ${session.name}`}
          className={classes.target}
          onClick={menu.toggle}
        >
          <Avatar size={28} radius="xl" color="indigo" variant="filled" fz={11}>
            {/* Drawn, not written: the initials are no part of the name that the button goes by. */}
            <span className={classes.initials} data-initials={initials} />
          </Avatar>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Account">
        <Who session={session} />
        <ColorSchemeSwitch />
        <Divider my={6} />
        <UnstyledButton className={classes.item} onClick={() => choose(onChangePassword)}>
          <IconKey size={15} aria-hidden />
          Change password
        </UnstyledButton>
        <UnstyledButton className={classes.item} onClick={() => choose(signOut)}>
          <IconLogout size={15} aria-hidden />
          Sign out
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
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

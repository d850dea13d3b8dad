import { Burger } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { AccountMenu } from '../account/account-menu.tsx';
import { Brand } from './brand.tsx';
import { EnvironmentSwitch } from './environment-switch.tsx';
import classes from './frame.module.css';
import { PaletteButton } from '../palette/palette-button.tsx';

/** The bar on top: the way home, the search, the environment and the account. */
export function FrameHeader({
  isNavOpen,
  onToggleNav,
  onChangePassword,
}: {
  isNavOpen: boolean;
  onToggleNav: () => void;
  onChangePassword: () => void;
}) {
  return (
    <>
      <Burger
        opened={isNavOpen}
        onClick={onToggleNav}
        hiddenFrom="sm"
        size="xs"
        aria-label={isNavOpen ? 'Close the navigation' : 'Open the navigation'}
        aria-expanded={isNavOpen}
      />
      <Link to="/" className={classes.brand} aria-label="Parley, home">
        <Brand />
      </Link>
      <div className={classes.middle}>
        <PaletteButton />
      </div>
      <EnvironmentSwitch />
      <AccountMenu onChangePassword={onChangePassword} />
    </>
  );
}

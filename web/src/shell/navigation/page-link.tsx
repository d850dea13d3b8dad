import type { WaitingView } from '@parley/shared/overview/waiting';
import { Link } from '@tanstack/react-router';
import { keyWords } from '../../lib/shortcut/key-press.ts';
import { shortcuts } from '../../lib/shortcut/shortcuts.ts';
import { isMac } from '../../lib/shortcut/use-shortcut.ts';
import classes from './navigation.module.css';
import { type ConsolePage, isWithin } from './navigation-pages.ts';
import { Waiting } from './waiting.tsx';

/** The link to one room. It is the current page on its list, and the current place on the pages of its objects. */
export function PageLink({
  page,
  path,
  waiting,
  onFollow,
}: {
  page: ConsolePage;
  path: string;
  waiting: WaitingView | undefined;
  onFollow: () => void;
}) {
  const { to, label, icon: PageIcon, keys } = page;
  return (
    <Link
      to={to}
      className={classes.link}
      activeOptions={{ exact: true, includeSearch: false }}
      aria-current={isWithin(path, page) ? 'location' : undefined}
      preload="intent"
      title={keys && `${label} (${keyWords(shortcuts[keys].keys[0], isMac)})`}
      onClick={onFollow}
    >
      <PageIcon size={16} stroke={1.7} aria-hidden />
      <span className={classes.name}>{label}</span>
      <Waiting pages={[page]} waiting={waiting} />
    </Link>
  );
}

import { useLocation } from '@tanstack/react-router';
import { useId, useState } from 'react';
import {
  IconChevronDown,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
} from '@tabler/icons-react';
import { keyWords } from '../../lib/shortcut/key-press.ts';
import { shortcuts } from '../../lib/shortcut/shortcuts.ts';
import { isMac } from '../../lib/shortcut/use-shortcut.ts';
import { GoShortcut } from './go-shortcut.tsx';
import { KeptPlaceLists } from './kept-place-lists.tsx';
import classes from './navigation.module.css';
import { type ConsoleArea, isWithin } from './navigation-pages.ts';
import { PageLink } from './page-link.tsx';
import { useNavigationPages } from './use-navigation-pages.ts';
import { useWaiting } from './use-waiting.ts';
import { Waiting } from './waiting.tsx';

/**
 * The links to every room that the reader may enter, by area; of the areas one is unfolded: where the reader is, or the one
 * that they chose since. `onFollow` closes the drawer on phones.
 */
export function Navigation({
  isFolded,
  onFold,
  onFollow,
}: {
  isFolded: boolean;
  onFold: () => void;
  onFollow: () => void;
}) {
  const areas = useNavigationPages();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const here = areas.find(({ pages }) => pages.some((page) => isWithin(path, page)))?.wing;
  const [chosen, setChosen] = useState<{ at: string | undefined; wing: string | null }>();
  // A choice holds until the reader is in another area.
  const open = chosen?.at === here ? chosen?.wing : here;
  const waiting = useWaiting();
  return (
    <nav aria-label="Console" className={classes.nav} data-folded={isFolded}>
      <KeptPlaceLists path={path} onFollow={onFollow} />
      <ul className={classes.list}>
        {areas.map((area) =>
          area.label === null ? (
            area.pages.map((page) => (
              <li key={page.to}>
                <PageLink page={page} path={path} waiting={waiting} onFollow={onFollow} />
              </li>
            ))
          ) : (
            <Area
              key={area.wing}
              area={area}
              path={path}
              waiting={waiting}
              isHere={area.wing === here}
              isOpen={area.wing === open}
              onToggle={() => setChosen({ at: here, wing: area.wing === open ? null : area.wing })}
              onFollow={onFollow}
            />
          ),
        )}
      </ul>
      {areas
        .flatMap(({ pages }) => pages)
        .map(({ to, keys }) => keys && <GoShortcut key={to} of={keys} to={to} />)}
      <FoldButton isFolded={isFolded} onFold={onFold} />
    </nav>
  );
}

function FoldButton({ isFolded, onFold }: { isFolded: boolean; onFold: () => void }) {
  const FoldIcon = isFolded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <button
      type="button"
      className={`${classes.link} ${classes.fold}`}
      aria-pressed={isFolded}
      title={`${shortcuts['navigation.fold'].label} (${keyWords(shortcuts['navigation.fold'].keys[0], isMac)})`}
      onClick={onFold}
    >
      <FoldIcon size={16} stroke={1.7} aria-hidden />
      <span className={classes.name}>Fold to icons</span>
    </button>
  );
}

function Area({
  area: { label, icon: AreaIcon, pages },
  path,
  waiting,
  isHere,
  isOpen,
  onToggle,
  onFollow,
}: {
  area: ConsoleArea;
  path: string;
  waiting: ReturnType<typeof useWaiting>;
  isHere: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onFollow: () => void;
}) {
  const id = useId();
  return (
    <li>
      <button
        type="button"
        id={`${id}-area`}
        className={`${classes.link} ${classes.area}`}
        aria-expanded={isOpen}
        aria-controls={`${id}-pages`}
        data-here={isHere}
        onClick={onToggle}
      >
        <AreaIcon size={16} stroke={1.7} aria-hidden />
        <span className={classes.name}>{label}</span>
        {!isOpen && <Waiting pages={pages} waiting={waiting} />}
        <IconChevronDown size={13} className={classes.chevron} aria-hidden />
      </button>
      <ul id={`${id}-pages`} className={classes.pages} aria-labelledby={`${id}-area`} hidden={!isOpen}>
        {isOpen &&
          pages.map((page) => (
            <li key={page.to}>
              <PageLink page={page} path={path} waiting={waiting} onFollow={onFollow} />
            </li>
          ))}
      </ul>
    </li>
  );
}

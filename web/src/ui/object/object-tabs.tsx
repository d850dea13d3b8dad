import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTab } from '../../lib/address/tab-search.ts';
import classes from '../page/tab-links.module.css';

/** One part of an object. Its content is drawn, and asks the server, only while it is looked at. */
export interface ObjectTab {
  id: string;
  name: string;
  content: ReactNode;
}

/**
 * The parts of an object: links that change `tab` in the address, and below them the part that it names; the first
 * one, if it names none of them. The rest of the address stays, except a cursor, which belongs to one list.
 */
export function ObjectTabs({ label, tabs }: { label: string; tabs: readonly ObjectTab[] }) {
  const wanted = useTab();
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0];
  return (
    <>
      <nav aria-label={label}>
        <ul className={classes.list}>
          {tabs.map((tab, index) => (
            <TabLink key={tab.id} tab={tab} isFirst={index === 0} isShown={tab === shown} />
          ))}
        </ul>
      </nav>
      {shown?.content}
    </>
  );
}

function TabLink({
  tab: { id, name },
  isFirst,
  isShown,
}: {
  tab: ObjectTab;
  isFirst: boolean;
  isShown: boolean;
}) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // On a phone the part that is open may lie beyond the edge.
    if (isShown) item.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isShown]);
  return (
    <li ref={item}>
      <Link
        to="."
        search={(before: object): object => ({ ...before, tab: isFirst ? undefined : id, cursor: undefined })}
        className={classes.link}
        // The router compares whole addresses: a filter of this page would make the first part another page.
        activeOptions={{ exact: true, includeSearch: true }}
        {...(isShown && { 'aria-current': 'page' as const })}
        resetScroll={false}
      >
        {name}
      </Link>
    </li>
  );
}

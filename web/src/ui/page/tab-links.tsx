import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './tab-links.module.css';

/** The parts of a page that have addresses of their own, side by side. `label` names them together. */
export function TabLinks({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { name: string; link: LinkProps }[];
}) {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // On a phone the part that is open may lie beyond the edge.
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    links.find(({ pathname }) => pathname === path)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [path]);
  return (
    <nav aria-label={label}>
      <ul className={classes.list} ref={list}>
        {tabs.map(({ name, link }) => (
          <li key={name}>
            <Link
              {...link}
              className={classes.link}
              preload="intent"
              activeOptions={{ exact: true, includeSearch: false }}
              resetScroll={false}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import { Link } from '@tanstack/react-router';
import type { ObjectPlace } from '../../lib/places/object-place.ts';
import classes from './breadcrumbs.module.css';

/** What an object is part of, as links, and what it is. */
export function Breadcrumbs({
  object: { trail, kind },
  name,
}: {
  object: ObjectPlace;
  name: string | undefined;
}) {
  return (
    <nav aria-label="Breadcrumbs" className={classes.nav}>
      <ol className={classes.list}>
        {trail.map(({ label, path }) => (
          <li key={path}>
            <Link to={path} className={classes.link} preload="intent" activeOptions={{ exact: true }}>
              {label}
            </Link>
          </li>
        ))}
        <li aria-current="page" className={classes.here}>
          {name ?? kind}
        </li>
      </ol>
    </nav>
  );
}

import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import classes from './navigation.module.css';
import { useNavigationPages } from './use-navigation-pages.ts';

/** The links to every room that the reader may enter. `onFollow` closes the drawer on phones. */
export function Navigation({ onFollow }: { onFollow: () => void }) {
  const id = useId();
  return (
    <nav aria-label="Console">
      {useNavigationPages().map(({ label, pages }, index) => (
        <div key={label} className={classes.group}>
          {label && (
            <p className={classes.label} id={`${id}-${index}`}>
              {label}
            </p>
          )}
          <ul className={classes.list} {...(label && { 'aria-labelledby': `${id}-${index}` })}>
            {pages.map(({ to, label: name, icon: PageIcon }) => (
              <li key={to}>
                <Link
                  to={to}
                  className={classes.link}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  preload="intent"
                  onClick={onFollow}
                >
                  <PageIcon size={16} stroke={1.7} aria-hidden />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

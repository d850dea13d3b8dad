import { Outlet } from '@tanstack/react-router';
import classes from './bare-frame.module.css';
import { Brand } from './brand.tsx';

/** The frame of a page for people outside of the company, who have more to write than a password. */
export function OpenFrame() {
  return (
    <main className={classes.main}>
      <div className={classes.sheet}>
        <div className={classes.brand}>
          <Brand />
        </div>
        <Outlet />
      </div>
    </main>
  );
}

import { Outlet } from '@tanstack/react-router';
import classes from './bare-frame.module.css';
import { Brand } from './brand.tsx';

/** The frame of a page for people who are not signed in: the mark and one card. */
export function BareFrame() {
  return (
    <main className={classes.main}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Brand />
        </div>
        <div className={classes.panel}>
          <Outlet />
        </div>
      </div>
    </main>
  );
}

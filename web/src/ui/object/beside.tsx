import type { ReactNode } from 'react';
import classes from './beside.module.css';

/** The main thing, and what explains it beside it where there is room (from 1200 px); below it elsewhere. */
export function Beside({ aside, children }: { aside: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.beside}>
      <div className={classes.main}>{children}</div>
      <div className={classes.aside}>{aside}</div>
    </div>
  );
}

import type { ReactNode } from 'react';
import classes from './two-lines.module.css';

/** What an object is called, and below it, smaller, the id that tells it from its like. */
export function TwoLines({ title, id }: { title: ReactNode; id: ReactNode }) {
  return (
    <>
      <span className={classes.title}>{title}</span> <code className={classes.id}>{id}</code>
    </>
  );
}

import { Fragment, type ReactNode } from 'react';
import classes from './key-value.module.css';

/** Facts about one object: a label and a value a line. `null` and `''` show as a dash. */
export function KeyValue({ facts }: { facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.list}>
      {facts.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value === null || value === '' ? '—' : value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

import type { ChangeEventHandler, KeyboardEventHandler, MouseEventHandler, ReactNode } from 'react';
import classes from './table.module.css';

/** A real table that scrolls sideways in its frame. What happens in any row is heard here. */
export function TableScroller({
  label,
  children,
  ...heard
}: {
  label: string;
  onKeyDown?: KeyboardEventHandler;
  onClick?: MouseEventHandler;
  onChange?: ChangeEventHandler;
  children: ReactNode;
}) {
  return (
    // A table that scrolls sideways has to be reachable without a mouse, and keys go from row to row.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.scroller} aria-label={`${label}, table`} tabIndex={0} {...heard}>
      <table className={classes.table} aria-label={label}>
        {children}
      </table>
    </section>
  );
}

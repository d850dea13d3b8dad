import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import classes from './disclosure.module.css';

/**
 * What most readers do not need, behind its title. `hint` says beside it what is inside; `isNeeded` opens it, for
 * what must not be overlooked, such as an error.
 */
export function Disclosure({
  title,
  hint,
  isNeeded = false,
  children,
}: {
  title: string;
  hint?: string;
  isNeeded?: boolean;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={classes.frame}
      open={isOpen || isNeeded}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className={classes.summary}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        {title}
        {hint && <span className={classes.hint}>{hint}</span>}
      </summary>
      <div className={classes.body}>{children}</div>
    </details>
  );
}

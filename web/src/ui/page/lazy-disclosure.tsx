import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import classes from './disclosure.module.css';

/**
 * What most readers do not need, behind its title, made only once it is opened: for content that is large, or that
 * holds itself. `isOpenAtFirst` opens it from the beginning.
 */
export function LazyDisclosure({
  title,
  hint,
  isOpenAtFirst = false,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  isOpenAtFirst?: boolean;
  children: () => ReactNode;
}) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <details
      className={classes.frame}
      open={isOpen}
      // The event of a disclosure inside this one comes by here too.
      onToggle={({ target, currentTarget }) => {
        if (target === currentTarget) setOpen(currentTarget.open);
      }}
    >
      <summary className={classes.summary}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        {title}
        {hint && <span className={classes.hint}>{hint}</span>}
      </summary>
      <div className={classes.body}>{isOpen && children()}</div>
    </details>
  );
}

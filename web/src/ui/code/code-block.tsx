import type { ReactNode } from 'react';
import classes from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

/**
 * Text to copy as it is: a curl command, a body, a header. `label` names it for the copy button and for readers
 * who cannot see it. `children` may colour the same text.
 */
export function CodeBlock({
  code,
  label,
  wrap = false,
  children,
}: {
  code: string;
  label: string;
  wrap?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className={classes.frame}>
      {/* A block that scrolls has to be reachable without a mouse. A group and no region: many of one name may be on a page. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <div role="group" className={classes.scroller} aria-label={label} tabIndex={0}>
        <pre className={wrap ? `${classes.code} ${classes.wrapped}` : classes.code}>
          <code>{children ?? code}</code>
        </pre>
      </div>
      <div className={classes.copy}>
        <CopyButton value={code} what={label} />
      </div>
    </div>
  );
}

import { Button, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { count } from '../../lib/text/count.ts';
import type { DiffGap, DiffLine } from '../../lib/text/line-diff.ts';
import classes from './line-diff.module.css';

const marks = { same: ' ', removed: '−', added: '+' } as const;
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const;
const linesAtFirst = 400;

/**
 * What turned one text into another, line by line. The sign says what the colour says. Very many lines show once they
 * are asked for.
 */
export function LineDiff({ lines, label }: { lines: readonly (DiffLine | DiffGap)[]; label: string }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, linesAtFirst);
  return (
    // A block that scrolls has to be reachable without a mouse. A group and no region: many of one name may be on a page.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role
    <div role="group" className={classes.frame} aria-label={label} tabIndex={0}>
      <pre className={classes.lines}>
        {shown.map((line, index) => (
          // The lines of a diff never move, so their place is their identity.
          <Line key={index} line={line} />
        ))}
      </pre>
      {shown.length < lines.length && (
        <Button
          type="button"
          size="compact-xs"
          variant="default"
          className={classes.more ?? ''}
          onClick={() => setWhole(true)}
        >
          Show {count(lines.length - shown.length, 'more line')}
        </Button>
      )}
    </div>
  );
}

function Line({ line }: { line: DiffLine | DiffGap }) {
  if (line.kind === 'gap')
    return <span className={classes.gap}>{`${count(line.lineCount, 'line')} alike\n`}</span>;
  const { kind, text } = line;
  return (
    <span className={`${classes.line} ${classes[kind]}`}>
      <span aria-hidden className={classes.mark}>
        {marks[kind]}
      </span>
      <VisuallyHidden>{words[kind]}</VisuallyHidden>
      {text}
      {'\n'}
    </span>
  );
}

import { VisuallyHidden } from '@mantine/core';
import { indentJson } from '../lib/json-text.ts';
import { diffLines, type DiffLine } from './line-diff.ts';
import classes from './version-diff.module.css';

const marks = { same: ' ', removed: '−', added: '+' } as const;
const words = { same: '', removed: 'removed: ', added: 'added: ' } as const;

/** What turned one schema into another, line by line. The sign says what the colour says. */
export function VersionDiff({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  const lines = diffLines(indentJson(before), indentJson(after));
  return (
    // A block that scrolls has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.frame} aria-label={label} tabIndex={0}>
      <pre className={classes.lines}>
        {lines.map((line, index) => (
          // The lines of a diff never move, so their place is their identity.
          <Line key={index} line={line} />
        ))}
      </pre>
    </section>
  );
}

function Line({ line: { kind, text } }: { line: DiffLine }) {
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

import classes from './changes-in-brief.module.css';
import { fieldChanges, type FieldChange } from './field-changes.ts';

const shown = 3;

/** The first changed fields with what they were and what they are; the entry itself has them all and in full. */
export function ChangesInBrief({ changes }: { changes: Record<string, unknown> }) {
  const fields = fieldChanges(changes);
  if (fields.length === 0) return '—';
  const more = fields.length - shown;
  return (
    <ul className={classes.list}>
      {fields.slice(0, shown).map((change) => (
        <Line key={change.field} change={change} />
      ))}
      {more > 0 && (
        <li className={classes.line}>
          <span className={classes.field}>and {more} more</span>
        </li>
      )}
    </ul>
  );
}

const inOneLine = (text: string): string => text.replaceAll('\n', ', ');

function Line({ change: { field, before, after } }: { change: FieldChange }) {
  return (
    <li className={classes.line}>
      <span className={classes.field}>{field}</span>
      {before !== null && (
        <>
          <del className={classes.before} title={before}>
            {inOneLine(before)}
          </del>
          <span aria-hidden>→</span>
        </>
      )}
      {after === null ? (
        <span className={classes.field}>nothing</span>
      ) : (
        <span className={classes.after} title={after}>
          {inOneLine(after)}
        </span>
      )}
    </li>
  );
}

import classes from './changes-in-brief.module.css';
import { fieldChanges, type FieldChange } from './field-changes.ts';
import { fieldWords } from './field-words.ts';
import { ValueChange } from './value-change.tsx';

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

function Line({ change: { field, before, after } }: { change: FieldChange }) {
  return (
    <li className={classes.line}>
      <span className={classes.field}>{fieldWords(field)}</span>
      <ValueChange isBrief before={before} after={after} />
    </li>
  );
}

import { useMemo } from 'react';
import { diffLines, foldLines } from '../../lib/text/line-diff.ts';
import { LineDiff } from '../../ui/code/line-diff.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import classes from './audit-changes.module.css';
import { fieldChanges, type FieldChange } from './field-changes.ts';
import { fieldWords } from './field-words.ts';
import { ValueChange } from './value-change.tsx';

/** What was changed: each field before and after, long ones line by line. Secrets never appear here. */
export function AuditChanges({ changes }: { changes: Record<string, unknown> }) {
  const fields = fieldChanges(changes);
  if (fields.length === 0)
    return <EmptyState title="No field was changed" text="The act itself is what the entry records." />;
  return (
    <dl className={classes.fields} aria-label="Changes">
      {fields.map((change) => (
        <div key={change.field} className={classes.field}>
          <dt title={change.field}>{fieldWords(change.field)}</dt>
          <dd>
            <Change change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const inlineMax = 120;
const unfoldedMax = 1200;

const isShort = (text: string | null): boolean =>
  text === null || (text.length <= inlineMax && !text.includes('\n'));

function Change({ change }: { change: FieldChange }) {
  const { field, before, after } = change;
  if (isShort(before) && isShort(after)) return <ValueChange before={before} after={after} />;
  const length = (before?.length ?? 0) + (after?.length ?? 0);
  if (length <= unfoldedMax) return <Lines change={change} />;
  return (
    <LazyDisclosure title={`${fieldWords(field)}, line by line`} hint={`${length} characters`}>
      {() => <Lines change={change} />}
    </LazyDisclosure>
  );
}

function Lines({ change: { field, before, after } }: { change: FieldChange }) {
  const lines = useMemo(() => foldLines(diffLines(before ?? '', after ?? '')), [before, after]);
  return <LineDiff lines={lines} label={`${fieldWords(field)}, before and after`} />;
}

import classes from './value-change.module.css';

/** What a value was and what it is, in words that do not need the colours. `isBrief` keeps each in one line, cut. */
export function ValueChange({
  before,
  after,
  isBrief = false,
}: {
  before: string | null;
  after: string | null;
  isBrief?: boolean;
}) {
  const words = (text: string) => (isBrief ? text.replaceAll('\n', ', ') : text) || '“”';
  return (
    <span className={classes.pair} data-brief={isBrief || undefined}>
      {before !== null && (
        <>
          <del className={`${classes.value} ${classes.before}`} title={isBrief ? before : undefined}>
            {words(before)}
          </del>
          <span aria-hidden>→</span>
        </>
      )}
      {after === null ? (
        <span className={classes.none}>nothing</span>
      ) : (
        <ins className={`${classes.value} ${classes.after}`} title={isBrief ? after : undefined}>
          {words(after)}
        </ins>
      )}
    </span>
  );
}

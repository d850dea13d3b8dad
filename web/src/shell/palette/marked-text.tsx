import { findMarks } from '@parley/shared/words/folded';

/** A text with what was looked for marked in it. */
export function MarkedText({ text, query }: { text: string; query: string }) {
  const marks = findMarks(text, query);
  return (
    <>
      {marks.map(({ from, to }, index) => (
        <span key={from}>
          {text.slice(marks[index - 1]?.to ?? 0, from)}
          <mark>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.to ?? 0)}
    </>
  );
}

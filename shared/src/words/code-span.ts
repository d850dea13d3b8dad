/** A part of a sentence: words, or a name that stands in code marks. */
export interface SentencePart {
  isCode: boolean;
  text: string;
}

const isBlank = (text: string): boolean => /^ *$/.test(text);

/**
 * A name in code marks, as a sentence of ours holds it: a code span of CommonMark, section 6.1. The marks are longer than
 * any run of backticks in the name, so that every reader of the sentence finds the same name. Line breaks become spaces.
 */
export const codeSpan = (name: string): string => {
  const line = name.replaceAll(/\r\n|[\r\n]/g, ' ');
  const inner = line === '' ? ' ' : line;
  const longest = Math.max(0, ...(inner.match(/`+/g) ?? []).map(({ length }) => length));
  const marks = '`'.repeat(longest + 1);
  // One space on both sides is taken away again by whoever reads it.
  const isPadded = /^`|`$/.test(inner) || (/^ .* $/s.test(inner) && !isBlank(inner));
  return isPadded ? `${marks} ${inner} ${marks}` : `${marks}${inner}${marks}`;
};

const nameIn = (inner: string): string => {
  const line = inner.replaceAll(/\r\n|[\r\n]/g, ' ');
  return /^ .* $/s.test(line) && !isBlank(line) ? line.slice(1, -1) : line;
};

/** A sentence in its parts, as CommonMark reads it: a run of backticks without its partner is words like any other. */
export const splitSentence = (sentence: string): SentencePart[] => {
  const parts: SentencePart[] = [];
  const runs = [...sentence.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({ length, start: index }));
  let from = 0;
  let at = 0;
  while (at < runs.length) {
    const open = runs[at];
    const closing = runs.findIndex(({ length }, index) => index > at && length === open?.length);
    const close = runs[closing];
    if (!open || !close) {
      at += 1;
      continue;
    }
    if (open.start > from) parts.push({ isCode: false, text: sentence.slice(from, open.start) });
    const inner = sentence.slice(open.start + open.length, close.start);
    parts.push({ isCode: true, text: nameIn(inner) });
    from = close.start + close.length;
    at = closing + 1;
  }
  if (from < sentence.length) parts.push({ isCode: false, text: sentence.slice(from) });
  return parts;
};

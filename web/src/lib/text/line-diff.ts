import { diffArrays } from 'diff';

/** One line of two texts side by side: in both, only in the older (`removed`), or only in the newer (`added`). */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

const changesMax = 2000;

/**
 * What turns `before` into `after`, line by line, with as few lines changed as possible. Texts with very many changes come
 * back as all removed, then all added.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, fresh, { maxEditLength: changesMax }) ?? [
    { value: old, removed: true, added: false },
    { value: fresh, removed: false, added: true },
  ];
  return parts.flatMap(({ value, removed, added }) => {
    const kind = removed ? 'removed' : added ? 'added' : 'same';
    return value.map((text) => ({ kind, text }) satisfies DiffLine);
  });
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

/** Lines that both texts have, left out between changes. */
export interface DiffGap {
  kind: 'gap';
  lineCount: number;
}

const context = 3;

/** The lines around changes, with a gap for each run of other lines. */
export function foldLines(lines: readonly DiffLine[]): (DiffLine | DiffGap)[] {
  const isShown = new Uint8Array(lines.length);
  for (const [index, { kind }] of lines.entries())
    if (kind !== 'same') isShown.fill(1, Math.max(0, index - context), index + context + 1);
  const folded: (DiffLine | DiffGap)[] = [];
  for (const [index, line] of lines.entries()) {
    const last = folded.at(-1);
    if (isShown[index]) folded.push(line);
    else if (last?.kind === 'gap') last.lineCount += 1;
    else folded.push({ kind: 'gap', lineCount: 1 });
  }
  return folded;
}

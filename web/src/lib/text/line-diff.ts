/** One line of two texts side by side: in both, only in the older (`removed`), or only in the newer (`added`). */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

const cellsMax = 4_000_000;

/**
 * What turns `before` into `after`, line by line, with as few lines changed as possible. Texts too long to compare
 * that way come back as all removed, then all added, apart from what they begin and end with alike.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before === '' ? [] : before.split('\n');
  const fresh = after === '' ? [] : after.split('\n');
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let tail = 0;
  while (
    tail < Math.min(old.length, fresh.length) - start &&
    old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]
  )
    tail += 1;
  return [
    ...linesOf('same', old.slice(0, start)),
    ...diffMiddle(old.slice(start, old.length - tail), fresh.slice(start, fresh.length - tail)),
    ...linesOf('same', old.slice(old.length - tail)),
  ];
}

const linesOf = (kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] =>
  texts.map((text) => ({ kind, text }));

function diffMiddle(old: readonly string[], fresh: readonly string[]): DiffLine[] {
  if (old.length * fresh.length > cellsMax) return [...linesOf('removed', old), ...linesOf('added', fresh)];
  const common = commonLengths(old, fresh);
  const width = fresh.length + 1;
  const lengthAt = (i: number, j: number) => common[i * width + j] ?? 0;
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const before = old[i];
    const after = fresh[j];
    if (before !== undefined && before === after) {
      lines.push({ kind: 'same', text: before });
      i += 1;
      j += 1;
    } else if (before !== undefined && (after === undefined || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push({ kind: 'removed', text: before });
      i += 1;
    } else if (after !== undefined) {
      lines.push({ kind: 'added', text: after });
      j += 1;
    }
  }
  return lines;
}

/** The length of the longest common subsequence of the rests from (i, j), in rows of `fresh.length + 1`. */
function commonLengths(old: readonly string[], fresh: readonly string[]): Uint32Array {
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const down = lengths[(i + 1) * width + j] ?? 0;
      const right = lengths[i * width + j + 1] ?? 0;
      const diagonal = lengths[(i + 1) * width + j + 1] ?? 0;
      lengths[i * width + j] = old[i] === fresh[j] ? diagonal + 1 : Math.max(down, right);
    }
  }
  return lengths;
}

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

import { unspaced, wordLetter } from './grams.ts';

/** How well something fits what was looked for, best first. */
export const matchGrades = ['exact', 'prefix', 'word', 'part', 'similar'] as const;
export type MatchGrade = (typeof matchGrades)[number];

/** What is compared: the folded title, and all of the folded text with a line for each part. */
interface Comparable {
  label: string;
  folded: string;
}

const startsWordAt = (text: string, at: number): boolean =>
  at === 0 || !wordLetter.test(text[at - 1] ?? '') || unspaced.test(text[at] ?? '');

const startsAWord = (text: string, term: string): boolean => {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1))
    if (startsWordAt(text, at)) return true;
  return false;
};

/** The smallest number of single letters to change, add, leave out or swap, when it is at most `most`; else more than that. */
const distanceOf = (a: readonly string[], b: readonly string[], most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of a.entries()) {
    const next = [row + 1];
    for (const [column, other] of b.entries()) {
      const changed = (last[column] ?? 0) + (letter === other ? 0 : 1);
      const isSwapped = row > 0 && column > 0 && letter === b[column - 1] && a[row - 1] === other;
      const swapped = isSwapped ? (before[column - 1] ?? 0) + 1 : changed;
      next.push(Math.min(changed, swapped, (last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? most + 1;
};

const lettersMax = 24;

const notInWords = /[^\p{L}\p{N}]+/u;

const isNear = (words: readonly string[], term: string): boolean => {
  const wanted = Array.from(term).slice(0, lettersMax);
  const most = wanted.length < 8 ? 1 : 2;
  return words.some((word) => {
    const letters = Array.from(word).slice(0, wanted.length + most);
    // People type beginnings: a longer word is measured by as much of it as was typed.
    for (let length = Math.max(1, wanted.length - most); length <= letters.length; length += 1)
      if (distanceOf(wanted, letters.slice(0, length), most) <= most) return true;
    return false;
  });
};

/** How well a text fits the folded words of a search; `null` when it does not. `allowed` lets letters be wrong. */
export const gradeOf = (
  { label, folded }: Comparable,
  terms: readonly string[],
  allowed: 'exact letters' | 'wrong letters',
): MatchGrade | null => {
  const whole = terms.join(' ');
  if (folded.split('\n').includes(whole)) return 'exact';
  if (label.startsWith(whole)) return 'prefix';
  if (terms.every((term) => startsAWord(folded, term))) return 'word';
  if (terms.every((term) => folded.includes(term))) return 'part';
  if (allowed === 'exact letters') return null;
  const words = folded.split(notInWords);
  const parts = terms.flatMap((term) => (folded.includes(term) ? [] : term.split(notInWords)));
  return parts.every((part) => folded.includes(part) || isNear(words, part)) ? 'similar' : null;
};

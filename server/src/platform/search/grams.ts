import { foldText } from '@parley/shared/words/folded';

/** So many grams of one text are kept; they are those of its beginning. */
const gramsMax = 400;
const lettersOfQuery = 24;
const gramLength = 3;

/** Writing systems without blanks between words: a word begins at each letter. */
export const unspaced =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
/** What words are made of; symbols count, for people look for those too. */
export const wordLetter = /[\p{L}\p{N}\p{So}]/u;

/**
 * A gram as a word of small ASCII letters, digits and underscores: to the text indexes of both databases it is one word, and
 * none of it is syntax of theirs.
 */
const encode = (letters: readonly string[]): string =>
  letters
    .map((letter) => (/^[0-9a-z]$/.test(letter) ? letter : `_${letter.codePointAt(0)?.toString(16)}_`))
    .join('');

const partOf = (letters: readonly string[]): string => `g${encode(letters)}`;
const startOf = (letters: readonly string[]): string => `w${encode(letters)}`;

const beginsWord = (letters: readonly string[], place: number): boolean => {
  const letter = letters[place] ?? '';
  if (!wordLetter.test(letter)) return false;
  const before = letters[place - 1];
  return before === undefined || !wordLetter.test(before) || unspaced.test(letter);
};

/** What a folded text is found by: all runs of three letters, and the first one and two letters of its words. */
export const gramsOfText = (folded: string): string[] => {
  const grams = new Set<string>();
  for (const chunk of folded.split(/[ \n]/)) {
    const letters = Array.from(chunk);
    for (let place = 0; place < letters.length && grams.size < gramsMax; place += 1) {
      if (place + gramLength <= letters.length) grams.add(partOf(letters.slice(place, place + gramLength)));
      if (!beginsWord(letters, place)) continue;
      grams.add(startOf(letters.slice(place, place + 1)));
      if (place + 1 < letters.length) grams.add(startOf(letters.slice(place, place + 2)));
    }
  }
  return [...grams];
};

const partsOf = (letters: readonly string[]): string[] =>
  letters.slice(gramLength - 1).map((_letter, end) => partOf(letters.slice(end, end + gramLength)));

/** The grams that a text has to have to hold this word of a search; of one or two letters, words that begin so. */
export const gramsOfTerm = (term: string): string[] => {
  const letters = Array.from(term).slice(0, lettersOfQuery);
  return [...new Set(letters.length < gramLength ? [startOf(letters)] : partsOf(letters))];
};

/** The shortest word that is looked for with a mistake in it. */
const mistakenLettersMin = 4;

/**
 * Sets of grams, one of which a text has that holds this word with a letter or two wrong: a mistake in one half leaves the
 * other half whole. `null` for a word that is too short to be mistaken.
 */
export const gramsOfMistaken = (term: string): string[][] | null => {
  const letters = Array.from(term).slice(0, lettersOfQuery);
  if (letters.length < mistakenLettersMin) return null;
  const half = Math.max(gramLength, Math.ceil(letters.length / 2));
  return [partsOf(letters.slice(0, half)), partsOf(letters.slice(-half)), [startOf(letters.slice(0, 2))]];
};

/** The folded form of what is kept of a text, cut where longer. */
export const keptForm = (text: string, lettersMax: number): string => {
  const folded = foldText(text.slice(0, lettersMax));
  return folded.length <= lettersMax ? folded : folded.slice(0, lettersMax).toWellFormed();
};

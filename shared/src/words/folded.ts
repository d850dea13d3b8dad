// Letters that Unicode takes apart into nothing: what people type for them on another keyboard.
const written: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  ς: 'σ',
};

const special = new RegExp(`[${Object.keys(written).join('')}]`, 'g');

// What nearly all texts are, at a tenth of the work.
const asciiOnly = /^[\x20-\x7e]*$/;

const foldAny = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(special, (letter) => written[letter] ?? letter)
    .replaceAll(/[\p{C}\p{Z}\uFFFD]+/gu, ' ')
    .trim();

/**
 * A text as it is compared in a search: without accents, in small letters, wide and joined letters as plain ones, and all that
 * is no letter of a text (control characters, halves of a surrogate pair) as a blank. The same on every database, because
 * none does it. It may be longer or shorter than the text.
 */
export const foldText = (text: string): string =>
  asciiOnly.test(text) ? text.toLowerCase().trim() : foldAny(text);

/** The words of a search, folded: what is between blanks, each once. */
export const foldedTerms = (text: string, most: number): string[] =>
  [...new Set(foldText(text).split(' '))].filter(Boolean).slice(0, most);

const inWord = /[\p{L}\p{N}]/u;

// Where a word begins so, or else anywhere; of one or two letters, which every other word holds, nowhere else.
const placeOf = (folded: string, term: string): number => {
  for (let at = folded.indexOf(term); at !== -1; at = folded.indexOf(term, at + 1))
    if (at === 0 || !inWord.test(folded[at - 1] ?? '')) return at;
  return term.length > 2 ? folded.indexOf(term) : -1;
};

/** A span of a text, as positions in it. */
interface Mark {
  from: number;
  to: number;
}

/**
 * Where a text has the words of a search, in order and apart from each other. Positions are of the text as it is written,
 * whatever folding made of it.
 */
export const findMarks = (text: string, query: string, most = 8): Mark[] => {
  let folded = '';
  const origins: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = foldText(letter) || (/\p{M}/u.test(letter) ? '' : ' ');
    folded += plain;
    for (let index = 0; index < plain.length; index += 1) origins.push(at);
    at += letter.length;
  }
  origins.push(text.length);
  const marks = foldedTerms(query, most).flatMap((term) => {
    const from = placeOf(folded, term);
    return from === -1 ? [] : [{ from: origins[from] ?? 0, to: origins[from + term.length] ?? text.length }];
  });
  const joined: Mark[] = [];
  for (const mark of marks.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && mark.from <= last.to) last.to = Math.max(last.to, mark.to);
    else joined.push({ ...mark });
  }
  return joined;
};

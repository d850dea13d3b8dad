// A rough upper bound of what a regular expression of RE2 becomes: one instruction for each atom, times its repetitions.

/** More than any pattern that somebody wrote by hand; what grows past it is not looked at further. */
const sizeMax = 1e9;

const countedRepeat = /^\{(\d{1,7})(,?)(\d{0,7})\}/;

/** How often the atom before `rest` is written out, and how long its quantifier is. */
const repeatAt = (rest: string): { times: number; length: number } => {
  const counted = countedRepeat.exec(rest);
  if (counted) {
    const [whole, least, comma, most] = counted;
    return { times: Math.max(1, Number(least) + (comma ? 1 : 0), Number(most)), length: whole.length };
  }
  return { times: 1, length: /^[*+?]/.test(rest) ? 1 : 0 };
};

const escapeLength = /^\\(?:[pP]\{[^}]{0,100}\}|x\{[^}]{0,10}\}|Q[\s\S]*?(?:\\E|$)|[\s\S]?)/;
const classLength = /^\[\^?\]?(?:\\[\s\S]|\[:[^\]]{0,20}:\]|[^\]\\])*\]?/;

const atomAt = (pattern: string, index: number): number => {
  const rest = pattern.slice(index, index + 4096);
  if (rest.startsWith('\\')) return escapeLength.exec(rest)?.[0].length ?? 1;
  if (rest.startsWith('[')) return classLength.exec(rest)?.[0].length ?? 1;
  return 1;
};

/**
 * How many instructions a pattern becomes, at most and roughly. Matching costs as many steps for each character of the
 * text, and compiling as many once: `(\p{L}{1,30}){1,30}` is a line of text and 1,800 instructions.
 */
export const patternSizeOf = (pattern: string): number => {
  const open: number[] = [];
  let size = 0;
  let index = 0;
  while (index < pattern.length) {
    let atom: number;
    if (pattern[index] === '(') {
      open.push(size);
      size = 0;
      index += 1;
      continue;
    }
    if (pattern[index] === ')') {
      atom = size + 2;
      size = open.pop() ?? 0;
      index += 1;
    } else {
      const length = atomAt(pattern, index);
      // A quotation is as many atoms as it has characters.
      atom = pattern.startsWith('\\Q', index) ? length : 1;
      index += length;
    }
    const { times, length } = repeatAt(pattern.slice(index, index + 20));
    index += length;
    size = Math.min(sizeMax, size + atom * times + (times > 1 ? times : length));
  }
  return open.reduce((sum, outer) => sum + outer, size) + 2;
};

import { fidelityOf, parseWithExactNumbers } from '@parley/shared/words/json-number';
import { TextRefusal, type TextVisitor } from './text-guard.ts';

const quote = 34;
const backslash = 92;

/** The offset behind the closing quote of the string that opens at `at`. */
const endOfString = (text: string, at: number): number => {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
};

const nameOf = (raw: string): string => {
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.slice(1, -1);
  }
};

/** The offset behind a number or a word. */
const endOfWord = (text: string, at: number): number => {
  let end = at + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code <= 32 || code === 44 || code === 93 || code === 125 || code === 58 || code === quote) break;
  }
  return end;
};

/** Whether a double changes the number; refuses one that it cannot hold, and what is none. */
const isRounded = (text: string, at: number, end: number): boolean => {
  // Fifteen digits always survive; words such as `true` have no digit in the first place.
  const first = text.charCodeAt(at);
  if (first !== 45 && (first < 48 || first > 57)) return false;
  const isShort = end - at <= 15;
  // A word that is no number is refused by the parser, and may be as long as the text.
  const word = text.slice(at, end);
  if (isShort ? !/e/i.test(word) : !/^[-+.\deE]*$/.test(word)) return false;
  const fidelity = fidelityOf(word);
  if (fidelity === 'lost')
    throw new TextRefusal('contract.invalid', 'A number is out of range, or is none.', at, '');
  return fidelity === 'rounded';
};

/**
 * Walks over the tokens of a JSON text without building anything, in constant stack. It trusts the grammar: whether the
 * text is JSON at all is said by the parser afterwards. Answers whether it holds numbers that a double changes.
 */
export const scanJson = (text: string, visitor: TextVisitor): boolean => {
  let hasRounded = false;
  const inObject: boolean[] = [];
  let expectsKey = false;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (expectsKey) visitor.key(nameOf(text.slice(at, end)), at);
      else visitor.scalar(at);
      expectsKey = false;
      at = end;
    } else if (code === 123 || code === 91) {
      visitor.open(code === 123 ? 'object' : 'array', at);
      inObject.push(code === 123);
      expectsKey = code === 123;
      at += 1;
    } else if (code === 125 || code === 93) {
      inObject.pop();
      visitor.close();
      expectsKey = false;
      at += 1;
    } else if (code === 44) {
      expectsKey = inObject.at(-1) === true;
      at += 1;
    } else if (code <= 32 || code === 58) at += 1;
    else {
      const end = endOfWord(text, at);
      if (isRounded(text, at, end)) hasRounded = true;
      visitor.scalar(at);
      at = end;
    }
  }
  return hasRounded;
};

/** A member of an object: its name, and where its value stands. */
interface MemberSpan {
  name: string;
  start: number;
  end: number;
}

/** The offset behind a value that begins at `at`, in constant stack. */
const endOfValue = (text: string, at: number): number => {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === quote) end = endOfString(text, end) - 1;
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      if (depth === 0) return end;
      depth -= 1;
    } else if (code === 44 && depth === 0) return end;
  }
  return text.length;
};

/**
 * The members of an object of JSON, without building their values. Throws `TextRefusal` when it is no object of JSON; of
 * the values it says nothing: whoever parses them does.
 */
export const membersOf = (text: string): MemberSpan[] => {
  const members: MemberSpan[] = [];
  // What is left when each value is replaced by one that is short has to be an object itself.
  let rest = '';
  let from = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', from)) {
    const behind = endOfString(text, at);
    const colon = text.indexOf(':', behind);
    if (colon === -1) break;
    const start = colon + 1;
    const end = endOfValue(text, start);
    members.push({ name: nameOf(text.slice(at, behind)), start, end });
    rest += `${text.slice(from, start)}0`;
    from = end;
  }
  rest += text.slice(from);
  const value = parseJsonText(rest, false);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TextRefusal('contract.invalid', 'Not an object of JSON.', 0, '');
  return members;
};

/** Where the parser says that it stopped; it names an offset in most messages and the end of the text in the others. */
const offsetIn = (message: string, text: string): number => {
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset) return Number(offset);
  const token = /^Unexpected token '(.)', "(.*)" is not valid JSON$/s.exec(message);
  const near = token?.[2] ? text.indexOf(token[2].replaceAll('...', '')) : -1;
  return near === -1 ? text.length : near;
};

/** Parses a text that was scanned. With `isExact` the numbers that a double changes are `ExactNumber`s. */
export const parseJsonText = (text: string, isExact: boolean): unknown => {
  try {
    return isExact ? parseWithExactNumbers(text) : JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'not JSON';
    const reason = message.replace(/,? ?(?:"|\.\.\.).*$/s, '').replace(/ (?:in JSON )?at position.*$/s, '');
    throw new TextRefusal('contract.invalid', `Not valid JSON: ${reason}.`, offsetIn(message, text), '');
  }
};

/** The text with a space for each comma behind which no member comes; all else keeps its place. */
const withoutLastCommas = (text: string): string => {
  const next = /\S/g;
  let kept = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    if (code !== 44) continue;
    next.lastIndex = at + 1;
    const behind = next.exec(text)?.[0];
    if (behind !== '}' && behind !== ']') continue;
    kept += `${text.slice(from, at)} `;
    from = at + 1;
  }
  return kept + text.slice(from);
};

/** {@link parseJsonText}, for files that people edit: a comma may stand behind the last member. */
export const parseHandWritten = (text: string, isExact: boolean): unknown => {
  try {
    return parseJsonText(text, isExact);
  } catch (error) {
    const mended = withoutLastCommas(text);
    if (mended === text) throw error;
    try {
      return parseJsonText(mended, isExact);
    } catch {
      throw error;
    }
  }
};

import { fidelityOf } from '@parley/shared/words/json-number';

const quote = 34;
const backslash = 92;
/** Escapes that can produce NUL or a surrogate. */
const riskyEscape = /\\u(?:0000|d[89a-f])/i;
/** Up to here the keys of an object are compared one by one, which is faster than a set and makes no text. */
const comparedMax = 12;

/** What cannot be taken, and at which offset of the text it stands. */
export interface JsonFault {
  kind: 'depth' | 'prototype' | 'repeated' | 'lost';
  at: number;
}

/** What one walk over a text of JSON found. */
export interface JsonFindings {
  /** The first thing that cannot be taken; the walk ends there. */
  fault: JsonFault | null;
  /** Offsets of the numbers that a double changes. */
  rounded: readonly number[];
  /** Of each member of the outermost object: where its key begins and ends, quotes and all, and where its value ends. */
  members: readonly number[];
  /** Whether a text may hold NUL or a lone surrogate by an escape. */
  hasRiskyEscape: boolean;
}

/** The offset behind the closing quote of the string that opens at `at`. */
const endOfString = (text: string, at: number): number => {
  // To search is several times faster than to look at each character.
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
};

const endOfNumber = (text: string, at: number): number => {
  let end = at + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    const isPart = (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45;
    if (!isPart && (code | 32) !== 101) break;
  }
  return end;
};

/** Fifteen digits survive in a double. */
const shortMax = 15;

const hasExponent = (text: string, at: number, end: number): boolean => {
  for (let index = at; index < end; index += 1) if ((text.charCodeAt(index) | 32) === 101) return true;
  return false;
};

/** Notes a number that a double changes; answers one that it cannot hold. */
const weigh = (text: string, at: number, end: number, rounded: number[]): JsonFault | null => {
  if (end - at <= shortMax && !hasExponent(text, at, end)) return null;
  const fidelity = fidelityOf(text.slice(at, end));
  if (fidelity === 'rounded') rounded.push(at);
  return fidelity === 'lost' ? { kind: 'lost', at } : null;
};

/** The key that `"…"` spells; as it is written when it is not JSON. */
const spelled = (raw: string): string => {
  if (!raw.includes('\\')) return raw.slice(1, -1);
  try {
    return String(JSON.parse(raw));
  } catch {
    return raw.slice(1, -1);
  }
};

/** The keys of the objects that are open: whether one stands twice, or is one that JavaScript would take for more. */
class OpenKeys {
  readonly #text: string;
  /** Of each key: a number that differs for most keys, and where it begins and ends. */
  readonly #marks: number[] = [];
  #top = 0;
  /** Where the keys of the innermost object begin in the list, and of those around it. */
  #from = 0;
  readonly #froms: number[] = [];
  /** Of objects with many keys or escaped ones, by depth. Most texts have none, and to make a map takes time. */
  #names: Map<number, Set<string>> | null = null;
  /** Depths of the open objects that stand under a key `constructor`, which are as rare. */
  readonly #underConstructor: number[] = [];
  #isConstructor = false;
  #nextBackslash = -1;

  constructor(text: string) {
    this.#text = text;
  }

  open(): void {
    this.#froms.push(this.#from);
    this.#from = this.#top;
    if (this.#isConstructor) this.#underConstructor.push(this.#froms.length);
    this.#isConstructor = false;
  }

  /** A list that is opened is no object under a key. */
  openList(): void {
    this.#isConstructor = false;
  }

  close(): void {
    this.#names?.delete(this.#froms.length);
    if (this.#underConstructor.at(-1) === this.#froms.length) this.#underConstructor.pop();
    this.#isConstructor = false;
    this.#top = this.#from;
    this.#from = this.#froms.pop() ?? 0;
  }

  /** Takes the key of the innermost object that begins at `at`, quote and all; answers what is wrong with it. */
  take(at: number, end: number): JsonFault | null {
    const text = this.#text;
    const length = end - at;
    const first = text.charCodeAt(at + 1);
    const isEscaped = this.#isEscaped(at, end);
    this.#isConstructor = false;
    // `__proto__`, `prototype` and `constructor`; what is escaped may be any of them.
    if (isEscaped || (length === 11 && (first === 95 || first === 112)) || (length === 13 && first === 99)) {
      const name = spelled(text.slice(at, end));
      this.#isConstructor = name === 'constructor';
      const isUnderConstructor = this.#underConstructor.at(-1) === this.#froms.length;
      if (name === '__proto__' || (name === 'prototype' && isUnderConstructor))
        return { kind: 'prototype', at };
    }
    const names = this.#namesFor(isEscaped);
    const isRepeated = names ? this.#isNamed(names, at, end) : this.#isMarked(at, end);
    return isRepeated ? { kind: 'repeated', at } : null;
  }

  #isEscaped(at: number, end: number): boolean {
    if (this.#nextBackslash < at) {
      const next = this.#text.indexOf('\\', at);
      this.#nextBackslash = next === -1 ? this.#text.length : next;
    }
    return this.#nextBackslash < end;
  }

  /** The names of the innermost object, when they are told apart as names and not by their places in the text. */
  #namesFor(isEscaped: boolean): Set<string> | undefined {
    const depth = this.#froms.length;
    const known = this.#names?.get(depth);
    if (known || (!isEscaped && this.#top - this.#from < comparedMax * 3)) return known;
    const names = new Set<string>();
    for (let index = this.#from; index < this.#top; index += 3)
      names.add(spelled(this.#text.slice(this.#marks[index + 1], this.#marks[index + 2])));
    this.#names ??= new Map();
    this.#names.set(depth, names);
    return names;
  }

  #isNamed(names: Set<string>, at: number, end: number): boolean {
    const before = names.size;
    return names.add(spelled(this.#text.slice(at, end))).size === before;
  }

  #isMarked(at: number, end: number): boolean {
    const text = this.#text;
    const marks = this.#marks;
    const length = end - at;
    const mark = ((length & 0xff) << 16) ^ (text.charCodeAt(at + 1) << 8) ^ text.charCodeAt(end - 2);
    for (let index = this.#from; index < this.#top; index += 3)
      if (marks[index] === mark && isSameText(text, marks[index + 1] ?? 0, at, length)) return true;
    marks[this.#top] = mark;
    marks[this.#top + 1] = at;
    marks[this.#top + 2] = end;
    this.#top += 3;
    return false;
  }
}

// Quotes are part of what is compared, so that the length of the other is not needed.
const isSameText = (text: string, left: number, right: number, length: number): boolean => {
  let same = 0;
  while (same < length && text.charCodeAt(left + same) === text.charCodeAt(right + same)) same += 1;
  return same === length;
};

/**
 * Walks once over a text of JSON, in constant stack and without building it. It trusts the grammar: whether the text is
 * JSON at all is said by the parser afterwards. `depthMax` bounds the containers that are open at once.
 */
export const walkJson = (text: string, depthMax: number): JsonFindings => {
  const keys = new OpenKeys(text);
  const isObjectAt: boolean[] = [];
  const rounded: number[] = [];
  const members: number[] = [];
  let fault: JsonFault | null = null;
  let depth = 0;
  let isObject = false;
  let expectsKey = false;
  // Behind the last token that is part of a value.
  let end = 0;
  let at = 0;
  while (at < text.length && fault === null) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      end = endOfString(text, at);
      if (expectsKey) fault = keys.take(at, end);
      if (expectsKey && depth === 1) members.push(at, end);
      expectsKey = false;
      at = end;
    } else if (code === 44 || code === 125 || code === 93) {
      if (depth === 1 && members.length % 3 === 2) members.push(end);
      at += 1;
      expectsKey = code === 44 && isObject;
      if (code === 44) continue;
      if (isObject) keys.close();
      depth = Math.max(0, depth - 1);
      isObject = isObjectAt[depth] === true;
      end = at;
    } else if (code === 123 || code === 91) {
      if (depth >= depthMax) fault = { kind: 'depth', at };
      isObjectAt[depth] = isObject;
      depth += 1;
      isObject = code === 123;
      expectsKey = isObject;
      if (isObject) keys.open();
      else keys.openList();
      at += 1;
    } else if (code === 45 || (code >= 48 && code <= 57)) {
      end = endOfNumber(text, at);
      fault = weigh(text, at, end, rounded);
      at = end;
    } else {
      at += 1;
      if (code > 58) end = at;
    }
  }
  return { fault, rounded, members, hasRiskyEscape: text.includes('\\u') && riskyEscape.test(text) };
};

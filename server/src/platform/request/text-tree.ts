import { fidelityOf } from '@parley/shared/words/json-number';

// A value of JSON that can be changed in places and written again, where everything that was not touched keeps its text
// to the letter: numbers, escapes, white space, the order of keys.

/** A value within a tree that has places: an object or a list. */
export type Container = Record<string, unknown> | unknown[];

/** A scalar whose text `JSON.stringify` would not write like that, such as `1.0` or `9007199254740993`. */
class WrittenScalar {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The value as a word: the number to its last digit, the text without its escapes. */
  toString(): string {
    return fidelityOf(this.text) === 'rounded' ? this.text : String(JSON.parse(this.text));
  }
}

/** A place of an object or a list, as it was written. */
interface Member {
  key: string;
  keyText: string;
  value: unknown;
  text: string;
}

/** What a container was written as. */
interface Origin {
  text: string;
  members: readonly Member[];
}

const origins = new WeakMap<Container, Origin>();

/** Whether a value of a tree has places. */
export const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null && !(value instanceof WrittenScalar);

const token = /[ \t\r\n]*("(?:[^"\\]|\\.)*"|[-+.\w]+|[{}[\],:])/gsy;

/** Reads a text of JSON that is known to be JSON, and nested no deeper than the door lets through. */
export const readTree = (text: string): unknown => new TreeReader(text).read();

class TreeReader {
  readonly #text: string;
  #word = '';
  #start = 0;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#next();
  }

  #next(): void {
    token.lastIndex = this.#end;
    this.#word = token.exec(this.#text)?.[1] ?? '';
    // At the end of the text the search begins at 0 again.
    this.#end = this.#word === '' ? this.#text.length : token.lastIndex;
    this.#start = this.#end - this.#word.length;
  }

  /** The value at the token that was read last; leaves that of its end. */
  read(): unknown {
    if (this.#word === '{' || this.#word === '[') return this.#readContainer(this.#word === '{' ? {} : []);
    const value: unknown = JSON.parse(this.#word);
    return JSON.stringify(value) === this.#word ? value : new WrittenScalar(this.#word);
  }

  #readContainer(container: Container): Container {
    const start = this.#start;
    const members: Member[] = [];
    for (this.#next(); this.#word !== '}' && this.#word !== ']'; this.#next()) {
      if (this.#word === ',') this.#next();
      members.push(this.#readMember(container));
    }
    origins.set(container, { text: this.#text.slice(start, this.#end), members });
    return container;
  }

  #readMember(container: Container): Member {
    const keyText = Array.isArray(container) ? '' : this.#word;
    if (keyText !== '') {
      this.#next();
      this.#next();
    }
    const start = this.#start;
    const value = this.read();
    const text = this.#text.slice(start, this.#end);
    if (Array.isArray(container)) return { key: String(container.push(value) - 1), keyText, value, text };
    const key = String(JSON.parse(keyText));
    container[key] = value;
    return { key, keyText, value, text };
  }
}

/** A copy that can be changed by itself, and is written like the original until it is. */
export const copyTree = (value: unknown): unknown => {
  if (!isContainer(value)) return value;
  const copies = new Map<unknown, unknown>();
  const copyOf = (inner: unknown): unknown => {
    const copied = copyTree(inner);
    if (isContainer(inner)) copies.set(inner, copied);
    return copied;
  };
  const copy: Container = Array.isArray(value)
    ? value.map(copyOf)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
  const origin = origins.get(value);
  if (origin)
    origins.set(copy, {
      text: origin.text,
      members: origin.members.map((member) => ({
        ...member,
        // What is no longer in the original is not in the copy: a value that nothing equals.
        value: isContainer(member.value) ? (copies.get(member.value) ?? {}) : member.value,
      })),
    });
  return copy;
};

interface Written {
  text: string;
  /** Whether it is what was read. */
  isUntouched: boolean;
}

const write = (value: unknown): Written => {
  if (value instanceof WrittenScalar) return { text: value.text, isUntouched: true };
  if (!isContainer(value)) return { text: JSON.stringify(value) ?? 'null', isUntouched: true };
  return Array.isArray(value) ? writeList(value) : writeObject(value);
};

const isMember = (member: Member | undefined, value: unknown, written: Written): boolean =>
  member !== undefined && Object.is(member.value, value) && written.isUntouched;

const writeList = (list: unknown[]): Written => {
  const origin = origins.get(list);
  const items = list.map(write);
  const isUntouched =
    origin?.members.length === list.length &&
    items.every((item, index) => isMember(origin.members[index], list[index], item));
  return { text: isUntouched ? origin.text : `[${items.map(({ text }) => text).join(',')}]`, isUntouched };
};

const writeObject = (object: Record<string, unknown>): Written => {
  const origin = origins.get(object);
  const known = new Map(origin?.members.map((member) => [member.key, member]));
  // In the order of the text, which objects do not keep for keys like `10`; what is new follows.
  const keys = [
    ...[...known.keys()].filter((key) => Object.hasOwn(object, key)),
    ...Object.keys(object).filter((key) => !known.has(key)),
  ];
  let isUntouched = origin !== undefined && keys.length === known.size;
  const members = keys.map((key) => {
    const member = known.get(key);
    const written = write(object[key]);
    if (!isMember(member, object[key], written)) isUntouched = false;
    return `${member?.keyText ?? JSON.stringify(key)}:${written.text}`;
  });
  return { text: isUntouched && origin ? origin.text : `{${members.join(',')}}`, isUntouched };
};

/** The text of a tree: what was read and not touched since as it was, the rest as `JSON.stringify` writes it. */
export const writeTree = (value: unknown): string => write(value).text;

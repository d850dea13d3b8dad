import { keysOf } from '../../platform/request/pointer.ts';
import { parseHandWritten, parseJsonText, scanJson } from './json-text.ts';
import { ShapeGuard, type TextVisitor, TextRefusal, textLimits } from './text-guard.ts';
import { parseYamlText, scanYaml } from './yaml-text.ts';

export { textLimits, TextRefusal } from './text-guard.ts';

/** A place in the text as it was sent; both count from 1, columns in UTF-16 units as editors do. */
interface TextPosition {
  line: number;
  column: number;
}

/** One parsed file of a contract, and where its parts stand in the text. */
export interface DocumentText {
  value: unknown;
  /** The place of each pointer, or of the nearest part around it. One pass, however many are asked for. */
  locate: (pointers: Iterable<string>) => Map<string, TextPosition>;
}

interface PointerNode {
  at: number;
  children: Map<string, PointerNode>;
}

const nodeOf = (root: PointerNode, pointer: string): PointerNode => {
  let node = root;
  for (const name of keysOf(pointer)) {
    let child = node.children.get(name);
    if (!child) {
      child = { at: -1, children: new Map() };
      node.children.set(name, child);
    }
    node = child;
  }
  return node;
};

/** Notes where the wanted nodes begin: at their key, or in a list at their value. */
class PointerLocator implements TextVisitor {
  readonly #frames: { node: PointerNode | undefined; index: number }[];
  #key = '';
  #keyAt = 0;

  constructor(root: PointerNode) {
    // The document itself is the one item of a frame around it.
    this.#frames = [{ node: { at: 0, children: new Map([['0', root]]) }, index: 0 }];
  }

  open(kind: 'object' | 'array', at: number): void {
    this.#frames.push({ node: this.#arrive(at), index: kind === 'array' ? 0 : -1 });
  }

  key(name: string, at: number): void {
    this.#key = name;
    this.#keyAt = at;
  }

  scalar(at: number): void {
    this.#arrive(at);
  }

  close(): void {
    this.#frames.pop();
  }

  #arrive(at: number): PointerNode | undefined {
    const frame = this.#frames.at(-1);
    if (!frame) return undefined;
    const inList = frame.index >= 0;
    const child = frame.node?.children.get(inList ? String(frame.index) : this.#key);
    if (child) child.at = inList ? at : this.#keyAt;
    if (inList) frame.index += 1;
    return child;
  }
}

const lineStartsOf = (text: string): number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

const positionIn = (starts: number[], offset: number): TextPosition => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
};

const offsetOf = (root: PointerNode, pointer: string): number => {
  let node: PointerNode | undefined = root;
  let offset = root.at;
  for (const name of keysOf(pointer)) {
    node = node.children.get(name);
    if (!node || node.at < 0) break;
    offset = node.at;
  }
  return Math.max(offset, 0);
};

const textOf = (value: unknown, text: string, scan: (visitor: TextVisitor) => void): DocumentText => {
  const locate = (pointers: Iterable<string>) => {
    const wanted = [...pointers];
    const root: PointerNode = { at: -1, children: new Map() };
    for (const pointer of wanted) nodeOf(root, pointer);
    if (wanted.length === 0) return new Map<string, TextPosition>();
    scan(new PointerLocator(root));
    const starts = lineStartsOf(text);
    return new Map(wanted.map((pointer) => [pointer, positionIn(starts, offsetOf(root, pointer))]));
  };
  return { value, locate };
};

const refuse = (code: 'contract.unsupported' | 'contract.too_large', message: string) =>
  new TextRefusal(code, message, 0, '');

/** The text of a file: UTF-8, or UTF-16 with its mark. Throws `TextRefusal` for bytes that are neither. */
export const decodeBytes = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw refuse('contract.unsupported', `The file is not valid ${encoding.toUpperCase()}.`);
  }
};

const assertReadable = (text: string): void => {
  if (text.length > textLimits.bytesMax || Buffer.byteLength(text) > textLimits.bytesMax)
    throw refuse(
      'contract.too_large',
      `The document is larger than ${textLimits.bytesMax / 1024 / 1024} MiB.`,
    );
  if (text.trim() === '') throw refuse('contract.unsupported', 'The document is empty.');
  const nul = text.indexOf('\0');
  if (nul !== -1)
    throw new TextRefusal(
      'contract.unsupported',
      'The text holds NUL characters: it is binary, or UTF-16 that was read as something else. Send UTF-8.',
      nul,
      '',
    );
};

/** JSON begins with a bracket and goes on with a key or a value of JSON; everything else is YAML's to judge. */
const looksLikeJson = (text: string): boolean => /^\s*(?:\{\s*(?:"|\}|$)|\[)/.test(text.slice(0, 10_000));

const parseText = (text: string): DocumentText => {
  assertReadable(text);
  if (looksLikeJson(text)) {
    const isExact = scanJson(text, new ShapeGuard());
    return textOf(parseHandWritten(text, isExact), text, (visitor) => void scanJson(text, visitor));
  }
  const { value, events } = parseYamlText(text);
  return textOf(value, text, (visitor) => scanYaml(text, events, visitor));
};

/**
 * Parses a JSON or YAML file within the limits of size, depth, keys and aliases. Throws `TextRefusal` with the place
 * where it goes wrong. Bytes may be UTF-8 or, with its mark, UTF-16.
 */
export const readText = (source: string | Uint8Array): DocumentText => {
  const decoded = typeof source === 'string' ? source : decodeBytes(source);
  const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  try {
    return parseText(text);
  } catch (error) {
    if (error instanceof TextRefusal) Object.assign(error, positionIn(lineStartsOf(text), error.at));
    throw error;
  }
};

/** The same for a document that arrived as an object: its lines are those of its JSON, printed with two spaces. */
export const readObjectText = (json: string): DocumentText => {
  assertReadable(json);
  const value = parseJsonText(json, scanJson(json, new ShapeGuard()));
  let printed: DocumentText | undefined;
  const print = () => {
    if (!printed) {
      const text = JSON.stringify(value, null, 2);
      printed = textOf(value, text, (visitor) => void scanJson(text, visitor));
    }
    return printed;
  };
  return { value, locate: (pointers) => print().locate(pointers) };
};

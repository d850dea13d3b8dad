import { pointerOf } from '../../platform/request/pointer.ts';

/** Far beyond what a real contract holds, and small enough to be read within the limits of the thread. */
export const textLimits = {
  bytesMax: 20 * 1024 * 1024,
  depthMax: 200,
  nodesMax: 2_500_000,
  membersMax: 200_000,
  keyLengthMax: 4000,
};

type TextRefusalCode =
  | 'contract.invalid'
  | 'contract.too_large'
  | 'contract.too_complex'
  | 'contract.unsupported';

/** A text that cannot be read, at an offset in it. */
export class TextRefusal extends Error {
  readonly code: TextRefusalCode;
  readonly at: number;
  readonly pointer: string;
  /** Set by whoever has the text; both count from 1. */
  line = 1;
  column = 1;

  constructor(code: TextRefusalCode, message: string, at: number, pointer: string) {
    super(message);
    this.code = code;
    this.at = at;
    this.pointer = pointer;
  }
}

/** What a text is made of, in its order; JSON and YAML tell the same story. */
export interface TextVisitor {
  open: (kind: 'object' | 'array', at: number) => void;
  key: (name: string, at: number) => void;
  scalar: (at: number) => void;
  close: () => void;
}

interface Container {
  keys: Set<string> | undefined;
  members: number;
  key: string;
}

const shorten = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

/** Refuses what no honest contract holds, while the text is scanned and before anything is built from it. */
export class ShapeGuard implements TextVisitor {
  readonly #containers: Container[] = [];
  #nodes = 0;

  open(kind: 'object' | 'array', at: number): void {
    this.scalar(at);
    if (this.#containers.length >= textLimits.depthMax)
      throw this.#refuse('contract.too_complex', `Nested deeper than ${textLimits.depthMax} levels.`, at);
    this.#containers.push({ keys: kind === 'object' ? new Set() : undefined, members: 0, key: '' });
  }

  key(name: string, at: number): void {
    const container = this.#containers.at(-1);
    if (!container?.keys) return;
    if (name === '__proto__')
      throw this.#refuse(
        'contract.invalid',
        'The key `__proto__` is refused: JavaScript would take it for more.',
        at,
      );
    if (name.length > textLimits.keyLengthMax)
      throw this.#refuse(
        'contract.too_complex',
        `A key is longer than ${textLimits.keyLengthMax} characters.`,
        at,
      );
    // YAML allows several merges in one mapping.
    if (container.keys.has(name) && name !== '<<')
      throw this.#refuse(
        'contract.invalid',
        `The key \`${shorten(name)}\` stands twice in the same object.`,
        at,
      );
    container.keys.add(name);
    container.key = name;
  }

  scalar(at: number): void {
    this.#nodes += 1;
    if (this.#nodes > textLimits.nodesMax)
      throw this.#refuse('contract.too_complex', `More than ${textLimits.nodesMax} values.`, at);
    const container = this.#containers.at(-1);
    if (!container) return;
    container.members += 1;
    if (container.members > textLimits.membersMax)
      throw this.#refuse(
        'contract.too_complex',
        `More than ${textLimits.membersMax} members in one place.`,
        at,
      );
  }

  close(): void {
    this.#containers.pop();
  }

  #refuse(code: TextRefusalCode, message: string, at: number): TextRefusal {
    const steps = this.#containers
      .slice(0, -1)
      .map(({ keys, key, members }) => (keys ? key : String(members - 1)));
    return new TextRefusal(code, message, at, pointerOf(steps.map(shorten)));
  }
}

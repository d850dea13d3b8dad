import type { Contract } from './document.service.ts';
import type { JsonObject } from './json.service.ts';
import type { Clock } from './lifecycle.service.ts';
import type { Direction, Place } from './place.service.ts';
import { Sameness } from './sameness.service.ts';
import type { Severity } from './severity.service.ts';

/** One operation of a contract; of a webhook the path is its name. */
export type OperationRef = { method: string; path: string; operationId?: string };

/** A part of a call that a caller uses; the name of a body field is its dotted path, `[]` for the items of a list. */
export type Field = {
  in:
    | 'query'
    | 'querystring'
    | 'header'
    | 'path'
    | 'cookie'
    | 'body'
    | 'response'
    | 'responseHeader'
    | 'operation';
  name: string;
};

/** One difference as the comparison found it, once, wherever it is reached from. */
export type Finding = {
  id: string;
  severity: Severity;
  direction: Direction;
  /** One sentence. */
  text: string;
  /** What the difference is about besides its place: names and values, for the fingerprint. */
  subject: string;
  basePointer: string | undefined;
  pointer: string | undefined;
  /** The field path within the frame, or the field itself where the frame is no body. */
  path: string;
  field: Field | undefined;
  /** Whether it is a matter of the whole document, whatever operations feel it. */
  isOfDocument: boolean;
};

/** A way from one frame into another: further down the fields of a body, or into a body, parameter or header. */
export type Edge = { parent: Frame; path: string; start: Field | undefined };

/** `the request body of POST /pets`, and `POST /pets` in `request property x of POST /pets`. */
export type Label = { self: string; owner: string };

/** A part of both contracts that is compared once: an operation, a parameter, a schema in one role. */
export class Frame {
  /** Where the part is, in words that survive unrelated edits: `schemas/Pet`, `POST /pets 200`. */
  readonly coordinate: string;
  /** How a sentence calls the part itself, and the part as the owner of something in it. */
  readonly label: Label;
  readonly operation: OperationRef | undefined;
  /** The place among all frames of a comparison. */
  readonly order: number;
  readonly findings: Finding[] = [];
  readonly parents: Edge[] = [];

  constructor(order: number, coordinate: string, label: Label, operation?: OperationRef) {
    this.order = order;
    this.coordinate = coordinate;
    this.label = label;
    this.operation = operation;
  }

  /** Makes the other frame reachable from this one. */
  lead(child: Frame, path: string, start?: Field): void {
    child.parents.push({ parent: this, path, start });
  }
}

/** Joins the path of a parent and of a part within it; paths of fields start with a dot. */
export const fieldName = (start: string, path: string): string =>
  start === '' && path.startsWith('.') ? path.slice(1) : start + path;

// Two numbers below this make one that is exact.
const nodesMax = 2 ** 26;

type Remainder = { base: JsonObject; revision: JsonObject };

/** The two contracts and every frame of theirs so far. */
export class Comparison {
  readonly base: Contract;
  readonly revision: Contract;
  readonly clock: Clock;
  readonly sameness: Sameness;
  readonly frames: Frame[] = [];
  private readonly numbers = new Map<object, number>();
  private readonly known = new Map<number, { role: Place | string; frame: Frame }[]>();
  private readonly remainders = new Map<JsonObject, Map<JsonObject, Remainder>>();
  private readonly open: (() => void)[] = [];

  constructor(base: Contract, revision: Contract, clock: Clock) {
    this.base = base;
    this.revision = revision;
    this.clock = clock;
    this.sameness = new Sameness(base, revision);
  }

  /** A frame for a part that has no twin elsewhere. */
  newFrame(coordinate: string, label: Label, operation?: OperationRef): Frame {
    const frame = new Frame(this.frames.length, coordinate, label, operation);
    this.frames.push(frame);
    return frame;
  }

  /** The frame of a pair of nodes in a role. A new one is compared later, after the frames before it. */
  frameOf(
    base: object,
    revision: object,
    role: Place | string,
    describe: () => { coordinate: string; label: Label },
    compare: (frame: Frame) => void,
  ): Frame {
    const key = this.numberOf(base) * nodesMax + this.numberOf(revision);
    let roles = this.known.get(key);
    if (!roles) this.known.set(key, (roles = []));
    const known = roles.find((one) => one.role === role);
    if (known) return known.frame;
    const { coordinate, label } = describe();
    const frame = this.newFrame(coordinate, label);
    roles.push({ role, frame });
    this.open.push(() => compare(frame));
    return frame;
  }

  private numberOf(node: object): number {
    let number = this.numbers.get(node);
    if (number === undefined) this.numbers.set(node, (number = this.numbers.size));
    return number;
  }

  /** What is left of a pair of schemas without their shared parts; made once. */
  remainderOf(base: JsonObject, revision: JsonObject, make: () => Remainder): Remainder {
    let byRevision = this.remainders.get(base);
    if (!byRevision) this.remainders.set(base, (byRevision = new Map()));
    let remainder = byRevision.get(revision);
    if (!remainder) byRevision.set(revision, (remainder = make()));
    return remainder;
  }

  /** Compares all that was put off. */
  drain(): void {
    for (let index = 0; index < this.open.length; index += 1) this.open[index]?.();
    this.open.length = 0;
  }
}

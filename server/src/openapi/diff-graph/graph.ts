import type { Contract } from './document.ts';
import { Frame, type Label, type OperationRef } from './frame.ts';
import type { JsonObject } from './json.ts';
import type { Clock } from './lifecycle.ts';
import { Sameness } from './sameness.ts';
import type { SchemaRole } from './schema-role.ts';

// Two numbers below this make one that is exact.
const nodesMax = 2 ** 26;

type Remainder = { base: JsonObject; revision: JsonObject };

/** The two contracts and every frame of theirs so far. */
export class DiffGraph {
  readonly base: Contract;
  readonly revision: Contract;
  readonly clock: Clock;
  readonly sameness: Sameness;
  readonly frames: Frame[] = [];
  private readonly numbers = new Map<object, number>();
  private readonly known = new Map<number, { role: SchemaRole | string; frame: Frame }[]>();
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
    role: SchemaRole | string,
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

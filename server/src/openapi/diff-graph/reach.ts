import { type Edge, type Field, fieldName, type Finding, type Frame, type OperationRef } from './frame.ts';
import { type OperationSet, OperationSets } from './operation-sets.ts';

const fieldsMax = 20;
const visitsMax = 20;
// Nobody sends a field that lies deeper, and its name would be longer than anything.
const depthMax = 50;

/** A frame on the way of the search: when it was met, and the earliest that it leads back to. */
type Step = { frame: Frame; met: number; earliest: number; next: number };

/** How many steps a search may still take; where schemas hold each other, there are ways without number. */
export type Allowance = {
  steps: number;
  /** Set where a way was not followed to its end, for its depth. */
  isCut: boolean;
};

/** Answers from which operations a frame is reached, and by which fields. */
export class Reach {
  // Frames that lead to each other are reached by the same operations; each is looked at once, whatever asks.
  private readonly known = new Map<Frame, OperationSet>();
  /** All operations, in the order of the contract. */
  readonly operations: readonly OperationRef[];
  private readonly sets: OperationSets;

  constructor(frames: readonly Frame[]) {
    this.operations = frames.flatMap(({ operation }) => operation ?? []);
    this.sets = new OperationSets(this.operations);
  }

  /** The operations that reach any of the frames. Equal sets are one object. */
  operationsReaching(frames: readonly Frame[]): OperationSet {
    const [only] = frames;
    if (only && frames.length === 1) return this.setOf(only);
    const found = new Set<OperationSet>();
    for (const frame of frames) found.add(this.setOf(frame));
    return found.size === 0 ? this.sets.empty : this.sets.union(found, []);
  }

  /**
   * Tarjan's search for circles, up the ways into the frame: what leads to a circle is settled before it. One round over
   * the frames above, and depth costs no stack.
   */
  private setOf(start: Frame): OperationSet {
    const done = this.known.get(start);
    if (done) return done;
    const met = new Map<Frame, Step>();
    const circle: Frame[] = [];
    const way: Step[] = [];
    const enter = (frame: Frame): void => {
      const step = { frame, met: met.size, earliest: met.size, next: 0 };
      met.set(frame, step);
      circle.push(frame);
      way.push(step);
    };
    enter(start);
    for (let step = way.at(-1); step; step = way.at(-1)) {
      const parent = step.frame.parents[step.next]?.parent;
      step.next += 1;
      if (parent === undefined) {
        way.pop();
        const below = way.at(-1);
        if (below) below.earliest = Math.min(below.earliest, step.earliest);
        if (step.earliest === step.met) this.settle(circle.splice(circle.lastIndexOf(step.frame)));
      } else if (!this.known.has(parent)) {
        const again = met.get(parent);
        if (again) step.earliest = Math.min(step.earliest, again.met);
        else enter(parent);
      }
    }
    return this.known.get(start) ?? this.sets.empty;
  }

  /** Frames that lead to each other: they share what leads into any of them. */
  private settle(circle: readonly Frame[]): void {
    const [only] = circle;
    if (only && circle.length === 1 && !only.operation) {
      const [first] = only.parents;
      const above = first && this.known.get(first.parent);
      // Most parts have one owner, and are reached by what reaches it.
      if (above && only.parents.every(({ parent }) => parent === first.parent)) {
        this.known.set(only, above);
        return;
      }
    }
    const above = new Set<OperationSet>();
    const operations: OperationRef[] = [];
    for (const { operation, parents } of circle) {
      if (operation) operations.push(operation);
      for (const { parent } of parents) {
        const set = this.known.get(parent);
        if (set) above.add(set);
      }
    }
    const set = this.sets.union(above, operations);
    for (const frame of circle) this.known.set(frame, set);
  }

  /**
   * The fields by which one operation reaches a finding; at most 20, the shortest first. Takes each step of the search
   * from the allowance, and ends without it.
   */
  fieldsOf(frame: Frame, finding: Finding, operation: OperationRef, allowance: Allowance): Field[] {
    if (finding.field) return [finding.field];
    const isBelow = (one: Frame): boolean => this.setOf(one).has(operation);
    const fields = new Map<string, Field>();
    const visits = new Map<Frame, number>();
    const open: Open[] = [{ frame, path: finding.path, depth: 0 }];
    for (let index = 0; index < open.length && fields.size < fieldsMax; index += 1) {
      const next = open[index];
      if (allowance.steps <= 0) break;
      allowance.steps -= 1;
      if (!next || !isBelow(next.frame)) continue;
      if (next.depth > depthMax) {
        allowance.isCut = true;
        continue;
      }
      const count = (visits.get(next.frame) ?? 0) + 1;
      if (count > visitsMax) continue;
      visits.set(next.frame, count);
      if (next.frame.operation) fields.set('operation', { in: 'operation', name: '' });
      for (const edge of next.frame.parents) climb(edge, next, isBelow, fields, open);
    }
    return [...fields.values()].slice(0, fieldsMax);
  }
}

/** A frame that is still to be left upwards, with the path from it to the finding. */
type Open = { frame: Frame; path: string; depth: number };

const climb = (
  edge: Edge,
  { path, depth }: Open,
  isBelow: (frame: Frame) => boolean,
  fields: Map<string, Field>,
  open: Open[],
): void => {
  if (!isBelow(edge.parent)) return;
  if (!edge.start) {
    open.push({ frame: edge.parent, path: edge.path + path, depth: depth + 1 });
    return;
  }
  const field = { in: edge.start.in, name: fieldName(edge.start.name, edge.path + path) };
  fields.set(`${field.in} ${field.name}`, field);
};

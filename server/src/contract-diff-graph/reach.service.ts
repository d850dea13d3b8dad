import {
  type Edge,
  type Field,
  fieldName,
  type Finding,
  type Frame,
  type OperationRef,
} from './frame.service.ts';

const fieldsMax = 20;
const visitsMax = 20;

/** Answers from which operations a frame is reached, and by which fields. */
export class Reach {
  private readonly known = new Map<Frame, readonly OperationRef[]>();
  private below: { operation: OperationRef; frames: ReadonlySet<Frame> } | undefined;
  private readonly roots: readonly Frame[];
  // In which round each frame was last seen: a search needs no set of its own.
  private readonly seenIn: Uint32Array;
  private round = 0;

  constructor(frames: readonly Frame[]) {
    this.roots = frames.filter((frame) => frame.operation);
    this.seenIn = new Uint32Array(frames.length);
  }

  /** The operations that reach any of the frames, in the order of the contract. Frames of one origin share one list. */
  operationsOf(frames: readonly Frame[]): readonly OperationRef[] {
    const origins = new Set(frames.map(originOf));
    const [first] = origins;
    const only = origins.size === 1 ? first : undefined;
    const known = only && this.known.get(only);
    if (known) return known;
    const roots = this.rootsOf([...origins]).sort((left, right) => left.order - right.order);
    const found = roots.flatMap(({ operation }) => operation ?? []);
    if (only) this.known.set(only, found);
    return found;
  }

  /** The fields by which one operation reaches a finding; at most 20, the shortest first. */
  fieldsOf(frame: Frame, finding: Finding, operation: OperationRef): Field[] {
    if (finding.field) return [finding.field];
    const frames = this.framesBelow(operation);
    const fields = new Map<string, Field>();
    const visits = new Map<Frame, number>();
    const open: { frame: Frame; path: string }[] = [{ frame, path: finding.path }];
    for (let index = 0; index < open.length && fields.size < fieldsMax; index += 1) {
      const next = open[index];
      if (!next || !frames.has(next.frame)) continue;
      const count = (visits.get(next.frame) ?? 0) + 1;
      if (count > visitsMax) continue;
      visits.set(next.frame, count);
      if (next.frame.operation) fields.set('operation', { in: 'operation', name: '' });
      for (const edge of next.frame.parents) climb(edge, next.path, frames, fields, open);
    }
    return [...fields.values()].slice(0, fieldsMax);
  }

  private rootsOf(origins: readonly Frame[]): Frame[] {
    this.round += 1;
    const roots: Frame[] = [];
    const open = [...origins];
    for (const origin of origins) this.seenIn[origin.order] = this.round;
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.operation) roots.push(next);
      for (const { parent } of next.parents) {
        if (this.seenIn[parent.order] === this.round) continue;
        this.seenIn[parent.order] = this.round;
        open.push(parent);
      }
    }
    return roots;
  }

  private framesBelow(operation: OperationRef): ReadonlySet<Frame> {
    if (this.below?.operation === operation) return this.below.frames;
    const frames = new Set<Frame>(this.roots.filter((root) => root.operation === operation));
    for (const frame of frames) for (const edge of frame.children) frames.add(edge.child);
    this.below = { operation, frames };
    return frames;
  }
}

const climb = (
  edge: Edge,
  path: string,
  frames: ReadonlySet<Frame>,
  fields: Map<string, Field>,
  open: { frame: Frame; path: string }[],
): void => {
  if (!frames.has(edge.parent)) return;
  if (!edge.start) {
    open.push({ frame: edge.parent, path: edge.path + path });
    return;
  }
  const field = { in: edge.start.in, name: fieldName(edge.start.name, edge.path + path) };
  fields.set(`${field.in} ${field.name}`, field);
};

const originOf = (frame: Frame): Frame => {
  let origin = frame;
  for (let steps = 0; steps < 1000; steps += 1) {
    const only = origin.parents[0]?.parent;
    if (origin.operation || !only || only === origin || origin.parents.some((edge) => edge.parent !== only))
      return origin;
    origin = only;
  }
  return origin;
};

import { type Edge, type Field, fieldName, type Finding, type Frame, type OperationRef } from './frame.ts';

const fieldsMax = 20;
const visitsMax = 20;
const belowMax = 500;

/** Answers from which operations a frame is reached, and by which fields. */
export class Reach {
  private readonly known = new Map<Frame, readonly OperationRef[]>();
  private readonly below = new Map<OperationRef, ReadonlySet<Frame>>();
  private readonly frames: readonly Frame[];
  private roots: ReadonlyMap<OperationRef, Frame> | undefined;
  private children: ReadonlyMap<Frame, readonly Frame[]> | undefined;
  // In which round each frame was last seen: a search needs no set of its own.
  private readonly seenIn: Uint32Array;
  private round = 0;

  constructor(frames: readonly Frame[]) {
    this.frames = frames;
    this.seenIn = new Uint32Array(frames.length);
  }

  /** The operations that reach any of the frames, in the order of the contract. Frames of one origin share one list. */
  operationsReaching(frames: readonly Frame[]): readonly OperationRef[] {
    const [first] = frames;
    const origin = first && originOf(first);
    const isOne =
      origin !== undefined && frames.every((frame) => frame === first || originOf(frame) === origin);
    const known = isOne ? this.known.get(origin) : undefined;
    if (known) return known;
    const roots = this.rootsOf(isOne ? [origin] : frames);
    const found: OperationRef[] = [];
    for (const { operation } of roots) if (operation) found.push(operation);
    if (isOne) this.known.set(origin, found);
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

  private rootsOf(origins: readonly Frame[]): readonly Frame[] {
    this.round += 1;
    const roots: Frame[] = [];
    const open = [...new Set(origins)];
    for (const origin of open) this.seenIn[origin.order] = this.round;
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.operation) roots.push(next);
      for (const { parent } of next.parents) {
        if (this.seenIn[parent.order] === this.round) continue;
        this.seenIn[parent.order] = this.round;
        open.push(parent);
      }
    }
    return roots.toSorted((left, right) => left.order - right.order);
  }

  private framesBelow(operation: OperationRef): ReadonlySet<Frame> {
    const known = this.below.get(operation);
    if (known) return known;
    this.children ??= childrenOf(this.frames);
    this.roots ??= new Map(
      this.frames.flatMap((frame) => (frame.operation ? [[frame.operation, frame]] : [])),
    );
    const root = this.roots.get(operation);
    const frames = new Set<Frame>(root ? [root] : []);
    for (const frame of frames) for (const child of this.children.get(frame) ?? []) frames.add(child);
    if (this.below.size >= belowMax) this.below.clear();
    this.below.set(operation, frames);
    return frames;
  }
}

const childrenOf = (frames: readonly Frame[]): Map<Frame, Frame[]> => {
  const children = new Map<Frame, Frame[]>();
  for (const frame of frames)
    for (const { parent } of frame.parents) {
      const list = children.get(parent);
      if (list) list.push(frame);
      else children.set(parent, [frame]);
    }
  return children;
};

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

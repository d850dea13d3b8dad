import { isNever, type Resolved } from '../diff-graph/document.ts';
import type { Frame, Label } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { named } from '../diff-graph/json.ts';
import type { SchemaRole } from '../diff-graph/schema-role.ts';
import { compareAllOf } from '../diff-all-of/all-of.ts';
import { placedParts } from '../diff-all-of/whole.ts';
import { compareBounds } from '../diff-value/bounds.ts';
import { hasUnion, namedUnion } from './exclusive.ts';
import { changedGroups, type Group } from './keyword-groups.ts';
import { compareNull, coreOf } from '../diff-value/null.ts';
import { compareProperties } from './properties.ts';
import { note, type Pair, phraseOf, type Spot, within } from '../diff-value/spot.ts';
import { compareItems, compareStructure } from './structure.ts';
import { compareTypes } from '../diff-value/types.ts';
import { compareDiscriminators } from './discriminators.ts';
import { compareUnions } from './unions.ts';
import { compareValues } from '../diff-value/values.ts';
import { compareXml } from './xml.ts';

// Deeper than this a schema gets a frame of its own, which is compared later: depth costs no stack.
const depthMax = 40;

const schemaLabel = (component: string, role: SchemaRole): Label => {
  const name = component.startsWith('schemas/') ? component.slice('schemas/'.length) : component;
  const side = role.direction === 'request' ? 'requests' : 'responses';
  return { self: `schema ${named(name)} in ${side}`, owner: `schema ${named(name)}` };
};

const describe = (left: Resolved, right: Resolved, spot: Spot): { coordinate: string; label: Label } => {
  const component = left.component ?? right.component;
  const isOne = component !== undefined && left.component === right.component;
  const phrase = phraseOf(spot);
  if (isOne) return { coordinate: component, label: schemaLabel(component, spot.role) };
  return { coordinate: `${spot.frame.coordinate}${spot.trail}`, label: { self: phrase, owner: phrase } };
};

const compare = (base: unknown, revision: unknown, spot: Spot): void => {
  const { graph, role, frame } = spot;
  if (graph.sameness.isUnchanged(base, revision)) return;
  const left = graph.base.schemaAt(base, spot.basePointer);
  const right = graph.revision.schemaAt(revision, spot.pointer);
  if (!left || !right) return;
  const isShared = left.component !== undefined || right.component !== undefined;
  const pair = { base: left.node, revision: right.node };
  if (!isShared && spot.depth < depthMax) {
    comparePair(pair, spot);
    return;
  }
  const child = graph.frameOf(
    left.node,
    right.node,
    role,
    () => describe(left, right, spot),
    (fresh) => comparePair(pair, startAt(graph, fresh, role, left.pointer, right.pointer)),
  );
  frame.lead(child, spot.path);
};

const startAt = (
  graph: DiffGraph,
  frame: Frame,
  role: SchemaRole,
  basePointer: string,
  pointer: string,
): Spot => ({ graph, frame, role, path: '', trail: '', basePointer, pointer, depth: 0 });

/** A union with `null` is what it holds; so is an `allOf` of one, unless the other side has a real one. */
const compareCores = (pair: Pair, spot: Spot): boolean => {
  const { graph } = spot;
  const left = coreOf(graph.base, pair.base, spot.basePointer);
  const right = coreOf(graph.revision, pair.revision, spot.pointer);
  if (!left && !right) return false;
  if (left?.kind === 'allOf' && pair.revision.allOf !== undefined) return false;
  if (right?.kind === 'allOf' && pair.base.allOf !== undefined) return false;
  compare(left?.schema ?? pair.base, right?.schema ?? pair.revision, {
    ...within(spot, [], '', spot.role),
    trail: spot.trail,
    basePointer: left?.pointer ?? spot.basePointer,
    pointer: right?.pointer ?? spot.pointer,
    isNullKnown: true,
  });
  return true;
};

/** What has no values at all: a body of a response that may not be there yet is new, as a media type may be. */
const compareNever = ({ base, revision }: Pair, spot: Spot): boolean => {
  const [was, is] = [isNever(base), isNever(revision)];
  if (!was && !is) return false;
  if (was && is) return true;
  if (is)
    note(spot, { suffix: 'schema-became-false', effect: 'narrows', text: '%place% is no longer allowed' });
  else {
    const isAnswer = spot.role.isRoot && spot.role.direction === 'response';
    note(spot, {
      suffix: 'schema-became-not-false',
      effect: isAnswer ? 'notes' : 'widens',
      text: '%place% is now allowed',
    });
  }
  return true;
};

/** A union of named values is the list of them, where the other side has a list, or the same one. */
const withNamedValues = (pair: Pair, { graph }: Spot): Pair => {
  const left = namedUnion(graph.base, pair.base);
  const right = namedUnion(graph.revision, pair.revision);
  if (left && right) return { base: left, revision: right };
  if (left && !hasUnion(pair.revision)) return { base: left, revision: pair.revision };
  return right && !hasUnion(pair.base) ? { base: pair.base, revision: right } : pair;
};

const comparePair = (pair: Pair, spot: Spot): void => {
  if (compareNever(pair, spot)) return;
  const changed = changedGroups(pair, spot.graph.sameness);
  if (changed.size === 0) return;
  if (changed.has('null') && spot.isNullKnown !== true) compareNull(pair, spot);
  const listed = withNamedValues(pair, spot);
  if (listed !== pair) {
    compareKeywords(listed, spot, changedGroups(listed, spot.graph.sameness));
    return;
  }
  if (compareCores(pair, spot)) return;
  if (pair.base.allOf === undefined && pair.revision.allOf === undefined) {
    compareKeywords(pair, spot, changed);
    return;
  }
  const { rest, inherited } = compareAllOf(pair, spot, compare);
  const { graph, basePointer, pointer } = spot;
  const parts = {
    base: placedParts(graph.base, pair.base, basePointer),
    revision: placedParts(graph.revision, pair.revision, pointer),
  };
  const at = inherited ? { ...spot, parts, inherited } : { ...spot, parts, isTogether: true };
  compareKeywords(rest, at, changedGroups(rest, spot.graph.sameness));
};

const compareKeywords = (pair: Pair, spot: Spot, changed: ReadonlySet<Group>): void => {
  const done = changed.has('types') ? compareTypes(pair, spot) : undefined;
  if (changed.has('unions')) {
    compareDiscriminators(pair, spot);
    if (done !== 'union' && compareUnions(pair, spot, compare)) return;
  }
  if (changed.has('values')) compareValues(pair, spot);
  if (changed.has('bounds')) compareBounds(pair, spot);
  if (changed.has('properties')) compareProperties(pair, spot, compare);
  if (changed.has('items') && done !== 'items') compareItems(pair, spot, compare);
  if (changed.has('structure')) compareStructure(pair, spot, compare);
  if (changed.has('xml')) compareXml(pair, spot);
};

/**
 * Compares two schemas in a role and records each difference in the frame, or in a frame of its own that the given one
 * leads to: a shared schema is compared once for each role. Cycles end; what is not there or leads nowhere is skipped.
 */
export const compareSchemas = (
  graph: DiffGraph,
  frame: Frame,
  role: SchemaRole,
  base: { schema: unknown; pointer: string },
  revision: { schema: unknown; pointer: string },
): void => compare(base.schema, revision.schema, startAt(graph, frame, role, base.pointer, revision.pointer));

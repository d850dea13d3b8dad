import { nodesMax, type SchemaGraph, SchemaGraphBuilder, type SchemaNode } from './schema-graph.ts';

/** The deepest that a payload is nested; see `parseJson`. */
const depthMax = 64;
const stepsMax = 1e15;

/** What checking against a schema costs at most, in steps of some 50 nanoseconds. */
export interface SchemaCost {
  /** Subschemas. Compiling takes up to a millisecond for each. */
  nodes: number;
  /** Instructions of all patterns together. */
  patternSize: number;
  /** Steps for one value of the data, by its depth. */
  perValue: Float64Array;
  /** Steps for one character, by the depth of the value that it is in, or names. */
  perCharacter: Float64Array;
}

/** Why a schema costs too much, and where. */
export interface CostFault {
  /** JSON Pointer into the schema. */
  place: string;
  message: string;
}

/** Nodes such that what looks at the same value as another comes before it; a ring is the fault that is answered. */
const inOrder = (graph: SchemaGraph): SchemaNode[] | CostFault => {
  const done = new Set<SchemaNode>();
  const open = new Set<SchemaNode>();
  const order: SchemaNode[] = [];
  for (const root of graph.nodes) {
    const way: { node: SchemaNode; next: number }[] = done.has(root) ? [] : [{ node: root, next: 0 }];
    open.add(root);
    for (let step = way.at(-1); step; step = way.at(-1)) {
      const { node } = step;
      const beside = node.beside[step.next];
      step.next += 1;
      if (!beside) {
        open.delete(node);
        if (!done.has(node)) order.push(node);
        done.add(node);
        way.pop();
      } else if (open.has(beside))
        return {
          place: beside.place,
          message: 'It refers to itself without going further into the data, so checking would never end.',
        };
      else if (!done.has(beside)) {
        open.add(beside);
        way.push({ node: beside, next: 0 });
      }
    }
    open.delete(root);
  }
  return order;
};

/** By the index of the node. */
type Steps = Float64Array;

const sum = (nodes: readonly SchemaNode[], steps: Steps): number => {
  let total = 0;
  for (const { index } of nodes) total += steps[index] ?? 0;
  return total;
};

const largest = (nodes: readonly SchemaNode[], steps: Steps): number => {
  let most = 0;
  for (const { index } of nodes) most = Math.max(most, steps[index] ?? 0);
  return most;
};

const most = (one: Steps, other: Steps): Steps =>
  one.map((steps, index) => Math.max(steps, other[index] ?? 0));

/** What a node costs by itself: for its value, for each property and item of it, and for all below. */
type Own = (node: SchemaNode) => { here: number; property: number; item: number; deep: number };

/** Steps by depth of the data, from one level to the next: what each node costs there follows from those below it. */
const byDepth = (order: readonly SchemaNode[], own: Own): Float64Array => {
  const levels = new Float64Array(depthMax + 2);
  let above: Steps = new Float64Array(order.length);
  for (const node of order) above[node.index] = Math.min(stepsMax, own(node).here + sum(node.beside, above));
  const first = above;
  for (let depth = 0; depth < levels.length; depth += 1) {
    levels[depth] = above[0] ?? 0;
    // A value is an object or an array: its alternatives for the two do not add up.
    const objects: Steps = new Float64Array(order.length);
    const arrays: Steps = new Float64Array(order.length);
    for (const node of order) {
      const { property, item, deep } = own(node);
      const isFirst = above === first;
      // A property has one name, an item one place.
      const ofObject = largest(node.properties, above) + sum(node.everyProperty, above);
      const ofArray = largest(node.prefix, above) + sum(node.everyItem, above);
      const names = isFirst ? sum(node.names, first) : 0;
      objects[node.index] = Math.min(
        stepsMax,
        deep + (isFirst ? property : 0) + names + ofObject + sum(node.beside, objects),
      );
      arrays[node.index] = Math.min(
        stepsMax,
        deep + (isFirst ? item : 0) + ofArray + sum(node.beside, arrays),
      );
    }
    const next = most(objects, arrays);
    if (depth > 0 && next.every((steps, index) => steps === above[index]))
      return levels.fill(levels[depth] ?? 0, depth);
    above = next;
  }
  return levels;
};

/**
 * What checking against a schema costs at most, worked out without checking or compiling anything: how often each value
 * can be looked at, through all references and alternatives. Chains of references that double are multiplied, not walked;
 * what recurs is bounded by the depth of data. Answers the fault of a schema for which there is no bound.
 */
export const costOf = (schema: object | boolean): { cost: SchemaCost; graph: SchemaGraph } | CostFault => {
  const graph = new SchemaGraphBuilder(schema);
  const order = graph.nodes.length > nodesMax ? [] : inOrder(graph);
  if (!Array.isArray(order)) return order;
  return {
    graph,
    cost: {
      nodes: graph.nodes.length,
      patternSize: graph.patternSize,
      perValue: byDepth(order, ({ here, eachProperty, eachItem, deep }) => ({
        here,
        property: eachProperty,
        item: eachItem,
        deep,
      })),
      perCharacter: byDepth(order, ({ hereOfText, eachName, deep }) => ({
        here: hereOfText,
        property: eachName,
        item: 0,
        deep: deep === 0 ? 0 : 0.5,
      })),
    },
  };
};

let countedValues = 0;
let countedCharacters = 0;

const countIn = (value: unknown, valuesMax: number): void => {
  countedValues += 1;
  if (typeof value === 'string') countedCharacters += value.length;
  else if (typeof value === 'object' && value !== null && countedValues <= valuesMax) {
    if (Array.isArray(value)) for (const item of value) countIn(item, valuesMax);
    else
      for (const name of Object.keys(value)) {
        countedCharacters += name.length;
        countIn(Reflect.get(value, name), valuesMax);
      }
  }
};

/**
 * Steps that a payload takes at most when each of its values costs as much as the dearest: what most publishes need to
 * know, without anything that is allocated for it.
 */
export const roughStepsFor = (
  dearest: { perValue: number; perCharacter: number },
  data: unknown,
  valuesMax: number,
): number => {
  countedValues = 0;
  countedCharacters = 0;
  countIn(data, valuesMax);
  return countedValues * dearest.perValue + countedCharacters * dearest.perCharacter;
};

/** How many values, and characters of them and their names, a payload has at each depth. */
export interface PayloadProfile {
  values: number[];
  characters: number[];
}

/** The profile of a payload, or `null` when it has more than `valuesMax` values. */
export const profileOf = (data: unknown, valuesMax: number): PayloadProfile | null => {
  const profile: PayloadProfile = { values: [], characters: [] };
  let left = valuesMax;
  const visit = (value: unknown, depth: number, nameLength: number): void => {
    left -= 1;
    if (left < 0) return;
    profile.values[depth] = (profile.values[depth] ?? 0) + 1;
    const length = nameLength + (typeof value === 'string' ? value.length : 0);
    profile.characters[depth] = (profile.characters[depth] ?? 0) + length;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1, 0);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, depth + 1, name.length);
  };
  visit(data, 0, 0);
  return left < 0 ? null : profile;
};

/** Steps that checking this payload takes at most. */
export const stepsFor = (
  { perValue, perCharacter }: SchemaCost,
  { values, characters }: PayloadProfile,
): number => {
  let steps = 0;
  for (const [depth, count] of values.entries()) {
    const at = Math.min(depth, perValue.length - 1);
    steps += count * (perValue[at] ?? 0) + (characters[depth] ?? 0) * (perCharacter[at] ?? 0);
  }
  return steps;
};

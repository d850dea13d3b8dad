import { isNever, nameOfRef } from '../diff-graph/document.ts';
import type { Contract } from '../diff-graph/document.ts';
import { canonical, isObject, isSame, type JsonObject, objectAt, textAt } from '../diff-graph/json.ts';
import { typesOf } from '../diff-value/implied.ts';
import { isNullSchema } from '../diff-value/null.ts';

/** One schema of a `oneOf`, `anyOf` or `allOf`. */
export type Alternative = {
  schema: unknown;
  node: JsonObject;
  index: number;
  ref: string | undefined;
  title: string | undefined;
  /** What people call it: the component, the title, the tag, the type; never the position. */
  name: string;
};

/** What happened to a list of alternatives. */
export type Matches = {
  matched: [Alternative, Alternative][];
  removed: Alternative[];
  added: Alternative[];
};

const tagOf = (node: JsonObject): string | undefined => {
  const properties = objectAt(node, 'properties');
  for (const name of Object.keys(properties).toSorted()) {
    const property = properties[name];
    if (!isObject(property)) continue;
    const value = 'const' in property ? property.const : undefined;
    const only: unknown =
      Array.isArray(property.enum) && property.enum.length === 1 ? property.enum[0] : value;
    if (typeof only === 'string') return `${name}=${only}`;
  }
  return undefined;
};

const nameOf = (node: JsonObject, ref: string | undefined, title: string | undefined): string => {
  if (ref !== undefined) return nameOfRef(ref);
  const names = Object.keys(objectAt(node, 'properties')).toSorted().slice(0, 3).join(', ');
  return title ?? tagOf(node) ?? (names === '' ? (textAt(node, 'type') ?? 'unnamed') : `{${names}}`);
};

/** The schemas of a list; an `anyOf` in an `anyOf` is more of the same. */
const flat = (list: readonly unknown[], key: string | undefined): [number, unknown][] =>
  list.flatMap((schema, index): [number, unknown][] => {
    const inner = key === 'anyOf' && isObject(schema) ? schema.anyOf : undefined;
    const isMore = Array.isArray(inner) && isObject(schema) && Object.keys(schema).length === 1;
    return isMore ? inner.map((one): [number, unknown] => [index, one]) : [[index, schema]];
  });

const plainKeys = new Set(['type', 'title', 'description', 'deprecated', 'example', 'examples']);

/** The types of which a choice takes any value, by alternatives that ask for nothing else. */
const openTypes = (list: readonly Alternative[]): Set<string> =>
  new Set(
    list.flatMap(({ node }) =>
      Object.keys(node).every((key) => plainKeys.has(key)) ? [...(typesOf(node) ?? [])] : [],
    ),
  );

/** Without what a choice takes anyway: `anyOf` of a text and of some texts is any text. */
export const withoutIdle = (list: readonly Alternative[]): Alternative[] => {
  const open = openTypes(list);
  if (open.size === 0) return [...list];
  return list.filter(({ node }) => {
    const types = typesOf(node);
    const isPlain = Object.keys(node).every((key) => plainKeys.has(key));
    return isPlain || !types || types.size === 0 || ![...types].every((type) => open.has(type));
  });
};

/**
 * The alternatives of a list, without `null` and without what leads nowhere. What an `anyOf`, named by `key`, says twice it
 * says once.
 */
export const alternativesOf = (contract: Contract, list: unknown, key?: 'oneOf' | 'anyOf'): Alternative[] => {
  const found: Alternative[] = [];
  const seen = new Set<string>();
  for (const [index, schema] of flat(Array.isArray(list) ? list : [], key)) {
    const resolved = contract.schemaAt(schema, '');
    if (!resolved || isNullSchema(contract, schema)) continue;
    // What allows nothing is no choice.
    if (key !== undefined && isNever(resolved.node)) continue;
    const { node, component } = resolved;
    const ref = component;
    const title = textAt(node, 'title');
    if (key === 'anyOf') {
      const text = ref ?? canonical(node);
      if (seen.has(text)) continue;
      seen.add(text);
    }
    found.push({ schema, node, index, ref, title, name: nameOf(node, ref, title) });
  }
  return found;
};

const jaccard = (left: readonly string[], right: readonly string[]): number => {
  const all = new Set([...left, ...right]);
  const names = new Set(right);
  return all.size === 0 ? 0 : left.filter((name) => names.has(name)).length / all.size;
};

/** How alike two schemas are: 1 for equal ones, 0 for strangers. */
const likeness = (left: JsonObject, right: JsonObject): number => {
  if (isSame(left, right)) return 1;
  const [before, now] = [
    Object.keys(objectAt(left, 'properties')),
    Object.keys(objectAt(right, 'properties')),
  ];
  if (before.length > 0 || now.length > 0) {
    const [tag, other] = [tagOf(left), tagOf(right)];
    if (tag !== undefined && other !== undefined) return tag === other ? 0.9 : 0;
    return jaccard(before, now) * 0.9;
  }
  return left.type !== undefined && isSame(left.type, right.type) ? 0.6 : 0;
};

const alikeMin = 0.5;

type Key = (one: Alternative) => string | undefined;

const keys: readonly Key[] = [
  ({ ref }) => ref,
  ({ node }) => canonical(node),
  ({ title }) => title,
  ({ node, ref }) => (ref === undefined ? tagOf(node) : undefined),
];

/** Most alternatives are where they were, to the letter. */
const takeInPlace = (matches: Matches): void => {
  const { removed, added } = matches;
  const taken = new Set<number>();
  for (const [index, one] of removed.entries()) {
    const twin = added[index];
    if (!twin || !isSame(one.schema, twin.schema)) continue;
    taken.add(index);
    matches.matched.push([one, twin]);
  }
  matches.removed = removed.filter((_, index) => !taken.has(index));
  matches.added = added.filter((_, index) => !taken.has(index));
};

const takeByKey = (matches: Matches, key: Key): void => {
  if (matches.removed.length === 0 || matches.added.length === 0) return;
  const waiting = new Map<string, Alternative[]>();
  for (const one of matches.added) {
    const text = key(one);
    if (text !== undefined) waiting.set(text, [...(waiting.get(text) ?? []), one]);
  }
  const taken = new Set<Alternative>();
  matches.removed = matches.removed.filter((one) => {
    const text = key(one);
    const twin = text === undefined ? undefined : waiting.get(text)?.shift();
    if (!twin) return true;
    taken.add(twin);
    matches.matched.push([one, twin]);
    return false;
  });
  matches.added = matches.added.filter((one) => !taken.has(one));
};

const takeAlike = (matches: Matches): void => {
  const { removed } = matches;
  for (const one of removed) {
    let best: Alternative | undefined;
    let score = 0;
    for (const other of matches.added) {
      // Two components of different names are two things, however alike.
      if (one.ref !== undefined && other.ref !== undefined) continue;
      const next = likeness(one.node, other.node);
      if (next > score) [best, score] = [other, next];
    }
    if (!best || score < alikeMin) continue;
    matches.matched.push([one, best]);
    matches.removed = matches.removed.filter((other) => other !== one);
    matches.added = matches.added.filter((other) => other !== best);
  }
  const [left, right] = [matches.removed[0], matches.added[0]];
  if (!left || !right || matches.removed.length > 1 || matches.added.length > 1) return;
  if (left.ref !== undefined || right.ref !== undefined) return;
  matches.matched.push([left, right]);
  matches.removed = [];
  matches.added = [];
};

const alikeMax = 200;

/** Finds who is who: by component, by content, by title, by tag, by likeness. */
export const matchAlternatives = (
  base: readonly Alternative[],
  revision: readonly Alternative[],
): Matches => {
  const matches: Matches = { matched: [], removed: [...base], added: [...revision] };
  takeInPlace(matches);
  for (const key of keys) takeByKey(matches, key);
  if (matches.removed.length <= alikeMax && matches.added.length <= alikeMax) takeAlike(matches);
  return matches;
};

/** The alternative most like a schema, if any is alike. */
export const mostAlike = (list: readonly Alternative[], node: JsonObject): Alternative | undefined => {
  let best: Alternative | undefined;
  let score = alikeMin;
  for (const one of list.slice(0, alikeMax)) {
    const next = likeness(one.node, node);
    if (next >= score && (next > score || !best)) [best, score] = [one, next];
  }
  return best;
};

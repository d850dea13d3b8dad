import type { DowncastStep } from '@parley/shared/webhooks/event-type';
import { keysOf } from '../../platform/request/pointer.ts';
import { type Container, copyTree, isContainer } from '../../platform/request/text-tree.ts';

/** The steps that lead from each version to the one before, by version. */
export type Downcasts = ReadonlyMap<number, readonly DowncastStep[]>;

const has = (parent: Container, token: string): boolean => Object.hasOwn(parent, token);

const read = (parent: Container, token: string): unknown =>
  has(parent, token) ? Reflect.get(parent, token) : undefined;

const write = (parent: Container, token: string, value: unknown): void => {
  if (Array.isArray(parent)) parent.splice(token === '-' ? parent.length : Number(token), 0, value);
  else parent[token] = value;
};

const drop = (parent: Container, token: string): void => {
  if (Array.isArray(parent)) parent.splice(Number(token), 1);
  else Reflect.deleteProperty(parent, token);
};

/** The container that a pointer ends in and its last token; `null` when the way there is missing. */
const placeOf = (root: Container, tokens: readonly string[]): { parent: Container; token: string } | null => {
  let parent = root;
  for (const token of tokens.slice(0, -1)) {
    const next = read(parent, token);
    if (!isContainer(next)) return null;
    parent = next;
  }
  const token = tokens.at(-1);
  return token === undefined ? null : { parent, token };
};

const takeOne = (
  root: Container,
  step: DowncastStep,
  path: readonly string[],
  from: readonly string[],
): void => {
  const place = placeOf(root, path);
  if (!place) return;
  const { parent, token } = place;
  switch (step.op) {
    case 'remove':
      if (has(parent, token)) drop(parent, token);
      return;
    case 'add':
      write(parent, token, copyTree(step.value));
      return;
    case 'replace':
      if (has(parent, token)) Reflect.set(parent, token, copyTree(step.value));
      return;
    case 'map': {
      const known = step.values[String(read(parent, token))];
      if (has(parent, token)) Reflect.set(parent, token, known ?? step.otherwise ?? read(parent, token));
      return;
    }
    case 'move':
    case 'copy': {
      const source = placeOf(root, from);
      if (!source || !has(source.parent, source.token)) return;
      const value = read(source.parent, source.token);
      if (step.op === 'move') drop(source.parent, source.token);
      write(parent, token, step.op === 'move' ? value : copyTree(value));
    }
  }
};

const takeStep = (
  root: Container,
  step: DowncastStep,
  path: readonly string[],
  from: readonly string[],
): void => {
  const star = path.indexOf('*');
  if (star < 0) {
    takeOne(root, step, path, from);
    return;
  }
  const list = star === 0 ? root : placeValue(root, path.slice(0, star));
  if (!Array.isArray(list)) return;
  for (const item of list)
    if (isContainer(item)) takeStep(item, step, path.slice(star + 1), from.slice(star + 1));
};

const placeValue = (root: Container, tokens: readonly string[]): unknown => {
  const place = placeOf(root, tokens);
  return place ? read(place.parent, place.token) : undefined;
};

/**
 * Maps a payload down by one version, in its place: the steps are RFC 6902 operations on `data`, made for payloads whose
 * optional parts may be missing: a step whose place is not there does nothing. `*` stands for every item of an array.
 */
export const takeDown = (data: unknown, steps: readonly DowncastStep[]): void => {
  if (!isContainer(data)) return;
  for (const step of steps) takeStep(data, step, keysOf(step.path), 'from' in step ? keysOf(step.from) : []);
};

/** {@link takeDown} of a copy: the payload that is handed in stays as it is. */
export const downcast = (data: unknown, steps: readonly DowncastStep[]): unknown => {
  const copy = copyTree(data);
  takeDown(copy, steps);
  return copy;
};

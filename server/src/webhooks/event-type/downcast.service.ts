import type { DowncastStep } from '@parley/shared/webhooks/event-type';
import { keysOf } from '../../platform/request/pointer.ts';
import {
  type Container,
  copyTree,
  isContainer,
  readTree,
  writeTree,
} from '../../platform/request/text-tree.ts';
import { dataTextOf, withDataText } from './body-text.service.ts';
import { DowncastRefused, Work, type WorkLimits } from './downcast-work.ts';

export { declarationWork, DowncastRefused, loopWork, threadWork, Work } from './downcast-work.ts';

/** The steps that lead from each version to the one before, by version. */
export type Downcasts = ReadonlyMap<number, readonly DowncastStep[]>;

const has = (parent: Container, token: string): boolean => Object.hasOwn(parent, token);

// Of what is no text, number or word there is no name to look up.
const nameOf = (value: unknown): string => (isContainer(value) ? '' : String(value));

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

/** A step with its pointers taken apart, and what may still be done. */
interface Taking {
  step: DowncastStep;
  work: Work;
}

const copyOf = (value: unknown, work: Work): unknown => {
  work.copy(value);
  return copyTree(value);
};

const takeOne = (
  root: Container,
  { step, work }: Taking,
  path: readonly string[],
  from: readonly string[],
): void => {
  work.spend(path.length + from.length);
  const place = placeOf(root, path);
  if (!place) return;
  const { parent, token } = place;
  switch (step.op) {
    case 'remove':
      if (has(parent, token)) drop(parent, token);
      return;
    case 'add':
      write(parent, token, copyOf(step.value, work));
      return;
    case 'replace':
      if (has(parent, token)) Reflect.set(parent, token, copyOf(step.value, work));
      return;
    case 'map': {
      if (!has(parent, token)) return;
      const known = Object.hasOwn(step.values, nameOf(read(parent, token)))
        ? step.values[nameOf(read(parent, token))]
        : step.otherwise;
      if (known !== undefined) Reflect.set(parent, token, copyOf(known, work));
      return;
    }
    case 'move':
    case 'copy': {
      const source = placeOf(root, from);
      if (!source || !has(source.parent, source.token)) return;
      const value = read(source.parent, source.token);
      if (step.op === 'move') drop(source.parent, source.token);
      write(parent, token, step.op === 'move' ? value : copyOf(value, work));
    }
  }
};

const takeStep = (
  root: Container,
  taking: Taking,
  path: readonly string[],
  from: readonly string[],
): void => {
  const star = path.indexOf('*');
  if (star < 0) {
    takeOne(root, taking, path, from);
    return;
  }
  const list = star === 0 ? root : placeValue(root, path.slice(0, star));
  if (!Array.isArray(list)) return;
  taking.work.spend(list.length);
  for (const item of list)
    if (isContainer(item)) takeStep(item, taking, path.slice(star + 1), from.slice(star + 1));
};

const placeValue = (root: Container, tokens: readonly string[]): unknown => {
  const place = placeOf(root, tokens);
  return place ? read(place.parent, place.token) : undefined;
};

/**
 * Maps a payload down by one version, in its place: the steps are RFC 6902 operations on `data`, made for payloads whose
 * optional parts may be missing: a step whose place is not there does nothing. `*` stands for every item of an array.
 * Throws {@link DowncastRefused} past the bounds of `work`.
 */
const takeDown = (data: unknown, steps: readonly DowncastStep[], work: Work): void => {
  if (!isContainer(data)) return;
  for (const step of steps)
    takeStep(data, { step, work }, keysOf(step.path), 'from' in step ? keysOf(step.from) : []);
};

/** Maps a copy of a payload down by one version: the payload that is handed in stays as it is. */
export const downcast = (data: unknown, steps: readonly DowncastStep[], work: Work): unknown => {
  const copy = copyOf(data, work);
  takeDown(copy, steps, work);
  return copy;
};

/**
 * The body of a webhook with its `data` mapped down, one list of steps after the other. What no step touches keeps its text.
 * Throws {@link DowncastRefused} past the bounds.
 */
export const downcastBody = (
  body: string,
  steps: readonly (readonly DowncastStep[])[],
  limits: WorkLimits,
): string => {
  const data = readTree(dataTextOf(body));
  const work = new Work(limits);
  work.copy(data);
  for (const one of steps) takeDown(data, one, work);
  return withDataText(body, writeTree(data));
};

/** Refuses steps that put something into itself: each would double it. */
export const assertNoDoubling = (steps: readonly DowncastStep[]): void => {
  const doubling = steps.findIndex((step) => 'from' in step && `${step.path}/`.startsWith(`${step.from}/`));
  const step = steps[doubling];
  if (step)
    throw new DowncastRefused(
      `Step ${doubling} puts ${'from' in step ? step.from : ''} into itself, at ${step.path}. Copy to a place outside of it.`,
    );
};

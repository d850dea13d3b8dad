import { createHash } from 'node:crypto';
import { canonicalJson } from '@parley/shared/words/canonical-json';
import type { z } from 'zod';
import { isObject } from './json.ts';
import { Problem } from './problem.ts';

const hashLength = 22;

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, hashLength);

const oneTag = '(?:W/)?"[!#-~]*"';

/** What `If-Match` takes: `*`, or entity tags with their quotes, separated by commas. RFC 9110, 8.8.3 and 13.1.1. */
export const ifMatchPattern = `^(?:\\*|${oneTag}(?:[ \\t]*,[ \\t]*${oneTag})*)$`;
const condition = new RegExp(ifMatchPattern);

/** The tags of a header, `*` for any; `null` for what is none, such as one without its quotes. */
const tagsOf = (header: string): readonly string[] | '*' | null => {
  const text = header.trim();
  if (text === '*') return '*';
  return condition.test(text) ? (text.match(/(?:W\/)?"[^"]*"/g) ?? []) : null;
};

/** Refuses an `If-Match` that nothing could ever fit, such as a tag without its quotes, whether or not there is a row. */
export const assertReadable = (ifMatch: string): void => {
  if (tagsOf(ifMatch) !== null) return;
  throw new Problem('request.invalid', {
    detail: 'If-Match takes `*` or the ETags of earlier answers, each with its quotes.',
    errors: [{ path: '/headers/if-match', message: 'An ETag in double quotes.' }],
  });
};

/** Whether `If-None-Match` names this tag. RFC 9110, 13.1.2: weakly. What cannot be read names none, and costs an answer. */
export const namesTag = (header: string, tag: string): boolean => {
  const tags = tagsOf(header);
  return tags === '*' || (tags ?? []).some((one) => one.replace(/^W\//, '') === tag);
};

/** Of `"state.rest"` what people can change. A weak tag has none: RFC 9110, 13.1.1. */
const stateOf = (tag: string): string | null => /^"([\w-]+)/.exec(tag)?.[1] ?? null;

/**
 * The entity tags of one noun: `"state"`, or `"state.rest"` where an answer also has what changes by itself, such as the
 * time of the latest success. Both parts together are the strong validator that `If-None-Match` asks for. `If-Match` asks
 * whether somebody changed it, so it looks at the state alone: else nobody could change an endpoint that is in use.
 */
export class EntityTag {
  readonly #names: readonly string[];
  readonly #moving: readonly string[];

  /** Of answers with the fields of `view`. `moving` are those that change without anybody changing them. */
  constructor(view: z.ZodObject, moving: readonly string[] = []) {
    this.#names = Object.keys(view.shape).filter((name) => !moving.includes(name));
    this.#moving = moving;
  }

  /** The `ETag` of an answer; `null` for one without a body. Fields beside those of the view make no difference. */
  of(answer: unknown): string | null {
    if (!isObject(answer)) return null;
    const state = hashOf(canonicalJson(this.#names.map((name) => answer[name] ?? null)));
    if (this.#moving.length === 0) return `"${state}"`;
    return `"${state}.${hashOf(JSON.stringify(this.#moving.map((name) => answer[name] ?? null)))}"`;
  }

  /**
   * Refuses with `request.precondition_failed` when the caller named the state that it expects, and this is another. To be
   * asked of the row as it is under its lock.
   */
  assertExpected(ifMatch: string | null | undefined, view: unknown): void {
    if (ifMatch === undefined || ifMatch === null) return;
    assertReadable(ifMatch);
    const tags = tagsOf(ifMatch) ?? [];
    const state = stateOf(this.of(view) ?? '');
    // Of what is not there nobody knows a state.
    if (state !== null && (tags === '*' || tags.some((tag) => stateOf(tag) === state))) return;
    throw new Problem('request.precondition_failed');
  }
}

import { dayMs } from '@parley/shared/words/time';
import { brief, type JsonObject } from './json.ts';

/** How much a part of a contract promises; a part that does not say is stable. */
export type Stability = 'draft' | 'alpha' | 'beta' | 'stable';

/** How many days must lie between today and a sunset, by stability; 0 asks for no sunset at all. */
export type GraceDays = { readonly beta: number; readonly stable: number };

/** What time it is, and how much of it callers are given. Without `now` no date has passed. */
export type Clock = { readonly now: number | undefined; readonly graceDays: GraceDays };

/** One step in the life of a part: announced, dated, put off, taken back. */
export type LifeStep = {
  kind:
    | 'deprecated'
    | 'deprecated-with-sunset'
    | 'deprecated-sunset-missing'
    | 'deprecated-sunset-invalid'
    | 'sunset-too-small'
    | 'reactivated'
    | 'sunset-deleted'
    | 'sunset-invalid'
    | 'sunset-earlier'
    | 'sunset-later'
    | 'sunset-set';
  /** The sentence; `%place%` is the part. */
  text: string;
};

const ranks: Record<Stability, number> = { draft: 0, alpha: 1, beta: 2, stable: 3 };

/** The stability of a part, or `invalid` when it names none that there is. */
export const stabilityOf = (node: JsonObject): Stability | 'invalid' => {
  const level = node['x-stability-level'];
  if (level === undefined) return 'stable';
  return level === 'draft' || level === 'alpha' || level === 'beta' || level === 'stable' ? level : 'invalid';
};

/** Above 0 when the second level promises more than the first. */
export const stabilityStep = (from: Stability, to: Stability): number => ranks[to] - ranks[from];

/** Whether nothing is promised yet at this level. */
export const isUnstable = (level: Stability | 'invalid'): boolean => level === 'draft' || level === 'alpha';

/** The date of a sunset in milliseconds; `missing` or `invalid` when there is none to read. */
export const sunsetOf = (node: JsonObject): number | 'missing' | 'invalid' => {
  const text = node['x-sunset'];
  if (text === undefined) return 'missing';
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}([Tt ].*)?$/.test(text)) return 'invalid';
  const time = Date.parse(text);
  return Number.isNaN(time) ? 'invalid' : time;
};

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

const announced = (revision: JsonObject, clock: Clock): LifeStep[] => {
  const level = stabilityOf(revision);
  if (isUnstable(level)) return [{ kind: 'deprecated', text: '%place% was deprecated' }];
  const graceDays = level === 'beta' ? clock.graceDays.beta : clock.graceDays.stable;
  const sunset = sunsetOf(revision);
  if (sunset === 'missing')
    return graceDays > 0
      ? [{ kind: 'deprecated-sunset-missing', text: '%place% was deprecated without a sunset date' }]
      : [{ kind: 'deprecated', text: '%place% was deprecated' }];
  if (sunset === 'invalid') {
    const text = `%place% was deprecated with the sunset ${brief(revision['x-sunset'])}, which is no date`;
    return [{ kind: 'deprecated-sunset-invalid', text }];
  }
  const isTooSoon = clock.now !== undefined && sunset < clock.now - (clock.now % dayMs) + graceDays * dayMs;
  const until = `%place% was deprecated with the sunset ${day(sunset)}`;
  return isTooSoon
    ? [{ kind: 'sunset-too-small', text: `${until}, which leaves callers fewer than ${graceDays} days` }]
    : [{ kind: 'deprecated-with-sunset', text: until }];
};

const redated = (base: JsonObject, revision: JsonObject): LifeStep[] => {
  const [was, is] = [sunsetOf(base), sunsetOf(revision)];
  if (was === is) return [];
  if (is === 'invalid')
    return [
      {
        kind: 'sunset-invalid',
        text: `the sunset of %place% is now ${brief(revision['x-sunset'])}, which is no date`,
      },
    ];
  if (is === 'missing') return [{ kind: 'sunset-deleted', text: 'the sunset date of %place% was removed' }];
  if (typeof was !== 'number')
    return [{ kind: 'sunset-set', text: `the sunset of %place% was set to ${day(is)}` }];
  const text = `the sunset of %place% was moved from ${day(was)} to ${day(is)}`;
  return [{ kind: is < was ? 'sunset-earlier' : 'sunset-later', text }];
};

/** What happened to the life of a part between two versions. */
export const lifeSteps = (base: JsonObject, revision: JsonObject, clock: Clock): LifeStep[] => {
  const [was, is] = [base.deprecated === true, revision.deprecated === true];
  if (!was && is) return announced(revision, clock);
  if (was && !is) return [{ kind: 'reactivated', text: '%place% is no longer deprecated' }];
  return was ? redated(base, revision) : [];
};

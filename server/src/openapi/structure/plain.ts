import type { Field } from './kind.ts';
import { isType } from './schema-slips.ts';

/** Whether a value of a field is what it should be at the first look. */
export const isPlain = ({ form, of, words, since, until }: Field, value: unknown, minor: number): boolean => {
  if (form !== 'leaf' || since > minor || until < minor) return false;
  if (of === 'text') return typeof value === 'string' && (words === undefined || words.includes(value));
  if (of === 'types') return typeof value === 'string' && isType(value);
  if (of === 'flag') return typeof value === 'boolean';
  if (of === 'count') return typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return of === 'data' || (of === 'number' && typeof value === 'number');
};

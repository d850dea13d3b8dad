import type { JsonObject } from '../../platform/request/json.ts';
import type { SlipNotes } from './slips.ts';

const isPath = (name: string): boolean => name.startsWith('/');
const isStatus = (name: string): boolean => name === 'default' || /^[1-5](?:\d\d|XX)$/.test(name);

const messageOf = (map: string, name: string): string => {
  if (map === 'paths') return 'A path begins with `/`.';
  if (/^[1-5]xx$/i.test(name)) return `Write \`${name.toUpperCase()}\` for a range.`;
  return 'A response is named by a status, such as `200`, a range, such as `4XX`, or `default`.';
};

/** Names in the map under this key that the specification does not give a meaning to. */
export const noteNames = (map: string, value: JsonObject, notes: SlipNotes): void => {
  if (map !== 'paths' && map !== 'responses') return;
  // The responses of `components` have names of their own.
  if (map === 'responses' && notes.way.length <= 2) return;
  const isFine = map === 'paths' ? isPath : isStatus;
  for (const name of Object.keys(value))
    if (!isFine(name) && !name.startsWith('x-') && name !== '$ref')
      notes.note('openapi/wrong-value', () => messageOf(map, name), name);
};

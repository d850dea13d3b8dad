import type { Environment } from '@parley/shared/words/environment';
import type { Scope } from '@parley/shared/scope';

/** Words between commas or spaces, as a list. */
export const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

/** Lines of the form `name = values`, as pairs; a line without the sign has no values. */
const pairsOf = (text: string): [string, string[]][] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.lastIndexOf('=');
      return at < 0 ? [line, []] : [line.slice(0, at).trim(), wordsOf(line.slice(at + 1))];
    });

/** `production = live`, one a line. What is no environment stays as it is, and the schema says what is wrong with it. */
export const environmentsOf = (text: string): Record<string, unknown> =>
  Object.fromEntries(pairsOf(text).map(([value, [environment]]) => [value, environment ?? '']));

/** `orders.write = events:publish, events:read`, one a line. */
export const scopeMapOf = (text: string): Record<string, unknown> => Object.fromEntries(pairsOf(text));

export const environmentsText = (map: Readonly<Record<string, Environment>>): string =>
  Object.entries(map)
    .map(([value, environment]) => `${value} = ${environment}`)
    .join('\n');

export const scopeMapText = (map: Readonly<Record<string, readonly Scope[]>>): string =>
  Object.entries(map)
    .map(([word, scopes]) => `${word} = ${scopes.join(', ')}`)
    .join('\n');

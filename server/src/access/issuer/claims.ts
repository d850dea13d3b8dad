import type { IssuerView } from '@parley/shared/access/issuer';
import { Scope, type Scope as ScopeName, staffOnlyScopes } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { claimAt } from '../../platform/request/claim.ts';
import type { JsonObject } from '../../platform/request/json.ts';

const wordsMax = 500;
const valueLengthMax = 200;

/** A claim that names something, as text; `null` for what names nothing. */
export const nameAt = (claims: JsonObject, name: string): string | null => {
  const value = claimAt(claims, name);
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= valueLengthMax ? text : null;
};

/** The environment that a token is for, by its claim: `null` when it says none that is known. */
export const environmentAt = (
  claims: JsonObject,
  { environmentClaim, environments }: Pick<IssuerView, 'environmentClaim' | 'environments'>,
): Environment | null => {
  const value = environmentClaim === null ? null : nameAt(claims, environmentClaim);
  if (value === null || !Object.hasOwn(environments, value)) return null;
  return environments[value] ?? null;
};

const wordsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** The words of a token that may be scopes. */
export const scopeWordsIn = (claims: JsonObject, names: readonly string[]): string[] =>
  [...new Set(names.flatMap((name) => wordsOf(claimAt(claims, name))))]
    .filter((word) => word !== '')
    .slice(0, wordsMax);

/**
 * The scopes of Parley that these words are, as far as the issuer may give them. With a map only what stands in it counts:
 * the words of others may look like ours and mean something else.
 */
export const scopesOfWords = (
  words: readonly string[],
  { scopeMap, scopes }: Pick<IssuerView, 'scopeMap' | 'scopes'>,
): ScopeName[] => {
  const isMapped = Object.keys(scopeMap).length > 0;
  const meant = words.flatMap((word) => {
    if (!isMapped) return Scope.safeParse(word).data ?? [];
    return Object.hasOwn(scopeMap, word) ? (scopeMap[word] ?? []) : [];
  });
  return [...new Set(meant)].filter((scope) => scopes.includes(scope) && !staffOnlyScopes.includes(scope));
};

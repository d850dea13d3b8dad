import { isObject, type JsonObject } from './json.ts';

const depthMax = 8;

/**
 * The claim of this name, or the one that the name leads to by its dots. A name is first what it is: some providers have
 * addresses for names. Nothing that is not the token's own is found.
 */
export const claimAt = (claims: JsonObject, name: string): unknown => {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.').slice(0, depthMax))
    value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
};

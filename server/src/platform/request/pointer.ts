// JSON Pointer, RFC 6901.

/** A key as a pointer spells it. */
export const escapeToken = (key: string): string =>
  // Most keys have neither, and there are millions of them in a large contract.
  key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

/** The key that a step of a pointer spells. */
export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** The pointer of a path of keys and indices; empty for the whole. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${escapeToken(String(key))}`).join('');

/** The keys on the way of a pointer. */
export const keysOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapeToken);

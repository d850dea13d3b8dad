// JSON Pointer, RFC 6901.

/** The key that a step of a pointer spells. */
export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** The pointer of a path of keys; empty for the whole. */
export const pointerOf = (keys: readonly string[]): string =>
  keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The keys on the way of a pointer. */
export const keysOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapeToken);

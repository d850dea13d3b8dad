import type { PublicKey } from '@parley/shared/access/client';
import { Problem } from '../../platform/request/problem.ts';
import { readPublicKey } from '../../platform/secret/public-key.ts';

/** Curves of the algorithms that assertions are signed with: ES256 and Ed25519. */
const curves = ['P-256', 'Ed25519'];

/** The public keys of a client, checked. Refuses as `client.key_refused` what verifies nothing, and two of one name. */
export const readClientKeys = (keys: readonly PublicKey[]): PublicKey[] => {
  const names = new Set<string | undefined>();
  return keys.map((given, index) => {
    const read = readPublicKey(given, curves);
    const isTwice = names.has(given.kid);
    names.add(given.kid);
    const fault =
      'fault' in read
        ? `It is ${read.fault}.`
        : isTwice
          ? 'Give each key a `kid` of its own: assertions name theirs by it.'
          : null;
    if (fault !== null)
      throw new Problem('client.key_refused', { errors: [{ path: `/publicKeys/${index}`, message: fault }] });
    return given;
  });
};

import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isObject } from '../request/json.ts';

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const modulusBitsMin = 2048;
/** What is longer takes the longer to verify by. */
const modulusBitsMax = 4096;

const members = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
} as const;

const isKind = (kty: unknown): kty is keyof typeof members => typeof kty === 'string' && kty in members;

const openOf = (jwk: JsonWebKey): KeyObject | null => {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
};

const faultOfRsa = (key: KeyObject): string | null => {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < modulusBitsMin || modulusLength > modulusBitsMax)
    return `an RSA key of ${modulusLength} bits, and ${modulusBitsMin} to ${modulusBitsMax} are taken`;
  return publicExponent > 0xff_ff_ff_ffn || publicExponent < 3n ? 'an RSA key with an odd exponent' : null;
};

/** A public key that may verify, with the members that it needs and no other; or what is wrong with it. */
export const readPublicKey = (
  value: unknown,
  curves: readonly string[],
): { key: Record<string, string> } | { fault: string } => {
  if (!isObject(value) || !isKind(value.kty)) return { fault: 'no key of the kinds RSA, EC or OKP' };
  if (privateMembers.some((name) => Object.hasOwn(value, name)))
    return { fault: 'a private key: nobody else may see that one, so make a new pair' };
  const names = [...members[value.kty], 'kid', 'alg', 'use'];
  const key: Record<string, string> = { kty: value.kty };
  for (const name of names) {
    const member = value[name];
    if (typeof member === 'string' && member.length <= 1024) key[name] = member;
  }
  if (value.kty !== 'RSA' && !curves.includes(key.crv ?? '')) return { fault: 'a key of another curve' };
  const opened = openOf(key);
  if (!opened) return { fault: 'no key: a member is missing or wrong' };
  const fault = value.kty === 'RSA' ? faultOfRsa(opened) : null;
  return fault === null ? { key } : { fault };
};

import type { ImportedKey } from '@parley/shared/access/key-import';

/** The SHA-256 of a key as we keep it, in hexadecimal; or why an entry cannot be taken. */
export type ReadHash = { hash: string } | { refusal: 'in_clear' | 'other_hash' | 'no_hash'; message: string };

const hexadecimal = /^[0-9a-f]{64}$/i;
const base64 = /^[A-Za-z0-9+/]{43}=$|^[A-Za-z0-9_-]{43}$/;

const readSha256 = (text: string): string | null => {
  if (hexadecimal.test(text)) return text.toLowerCase();
  return base64.test(text) ? Buffer.from(text, 'base64').toString('hex') : null;
};

const otherHash = (what: string): ReadHash => ({
  refusal: 'other_hash',
  message: `${what}, and only SHA-256 of the whole key without a salt can be looked up. Give the consumer a new key.`,
});

const named: readonly [RegExp, string][] = [
  [/^\$2[aby]?\$/, 'This is a hash of bcrypt'],
  [/^\$argon2/, 'This is a hash of Argon2'],
  [/^\$pbkdf2|^pbkdf2/, 'This is a hash of PBKDF2'],
  [/^\$scrypt|^scrypt/, 'This is a hash of scrypt'],
  [/^[0-9a-f]{32}$/i, 'This has the length of MD5'],
  [/^[0-9a-f]{40}$/i, 'This has the length of SHA-1'],
  [/^[0-9a-f]{128}$/i, 'This has the length of SHA-512'],
];

const readText = (text: string): ReadHash => {
  const hash = readSha256(text.replace(/^(?:sha-?256[:$])/i, ''));
  if (hash) return { hash };
  const known = named.find(([form]) => form.test(text));
  return otherHash(known?.[1] ?? 'This has no form of a hash that is known here');
};

/**
 * Reads the hash of an entry. Unkey keeps SHA-256 in base64 and names it `sha256_base64`; Kong keeps keys in clear, which are
 * refused, since a secret that was sent around is none.
 */
export const hashOf = ({ hash, key, plaintext }: ImportedKey): ReadHash => {
  if (hash === undefined) {
    if (key !== undefined || plaintext !== undefined)
      return {
        refusal: 'in_clear',
        message:
          'This is the key itself. Hash it where it lies, with `printf %s KEY | sha256sum`, and send that as `hash`.',
      };
    return { refusal: 'no_hash', message: 'It has no `hash`.' };
  }
  if (typeof hash === 'string') return readText(hash);
  return /^sha-?256(?:_base64|_hex)?$/i.test(hash.variant)
    ? readText(hash.value)
    : otherHash(`This is a hash of ${hash.variant.slice(0, 40)}`);
};

import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** SHA-256 in hex. Enough for secrets of 128 random bits and more (OWASP ASVS 5.0, 6.5.2); passwords use argon2id. */
export const sha256 = (value: string): string => hash('sha256', value, 'hex');

/** A random URL-safe token of 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const checksumOf = (body: string): string => {
  let rest = crc32(body);
  let out = '';
  for (let index = 0; index < 6; index += 1) {
    out = base62.charAt(rest % 62) + out;
    rest = Math.floor(rest / 62);
  }
  return out;
};

/**
 * A new API key secret: `<prefix>_<environment>_`, 30 random base62 characters (178 bits) and 6 of the CRC32 of all
 * that stands before, so that secret scanners and {@link isWellFormedKey} can tell it from noise.
 */
export const newKeySecret = (prefix: string, environment: string): string =>
  withRandom(`${prefix}_${environment}_`);

/** A new secret of an OAuth client, like that of a key: `<prefix>_client_<environment>_` and 36 characters. */
export const newClientSecret = (prefix: string, environment: string): string =>
  withRandom(`${prefix}_client_${environment}_`);

const withRandom = (start: string): string => {
  let body = start;
  for (let index = 0; index < 30; index += 1) body += base62.charAt(randomInt(62));
  return body + checksumOf(body);
};

const keyPattern = /^[a-z][a-z0-9]*_(?:live|test)_[0-9A-Za-z]{36}$/;

/** Whether a text can be an API key at all: shape and checksum. Costs no look-up. */
export const isWellFormedKey = (secret: string): boolean =>
  keyPattern.test(secret) && checksumOf(secret.slice(0, -6)) === secret.slice(-6);

const tokenPattern = /^[a-z][a-z0-9]*_pat_[0-9A-Za-z]{36}$/;

/** Whether a text can be a personal token at all: the same shape, with `pat` in place of the environment. */
export const isWellFormedToken = (secret: string): boolean =>
  tokenPattern.test(secret) && checksumOf(secret.slice(0, -6)) === secret.slice(-6);

/** Encrypts what has to be read again (signing secrets, extra headers) with AES-256-GCM under the master key. */
export class SecretBox {
  readonly #key: Buffer;

  /** `masterKey` is 32 bytes. */
  constructor(masterKey: Buffer) {
    this.#key = masterKey;
  }

  /** A key of 32 bytes for something else than sealing. Labels keep keys apart: none tells of another. HKDF, RFC 5869. */
  deriveKey(label: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, '', `parley ${label}`, 32));
  }

  /** `purpose` binds the box to its row and column: a sealed value copied elsewhere does not open. */
  seal(plain: string, purpose: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** Throws when the value was sealed under another key or for another purpose. */
  open(box: string, purpose: string): string {
    const bytes = Buffer.from(box.slice(3), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }
}

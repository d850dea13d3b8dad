import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { Candidate, Fault } from './fault.ts';

/** A `whsec_` secret that Parley knows, and whose it is. */
export interface KnownSecret {
  text: string;
  owner:
    | { kind: 'current' }
    /** `until`: end of the overlap; it signs as long as that is ahead. */
    | { kind: 'previous'; until: Date }
    /** Of the same consumer. `name` is what the caller may know of it. */
    | { kind: 'other_endpoint'; name: string }
    | { kind: 'other_environment'; name: string };
}

/** A key that may have made a signature. */
export interface SigningKey {
  key: KeyObject;
  /** Completes “made with …”. */
  name: string;
}

const prefix = 'whsec_';
const publicPrefix = 'whpk_';

const base64Of = (secret: string): string =>
  secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;

/** What a secret may be shown as: its last four characters. */
export const ending = (secret: string): string => `…${secret.slice(-4)}`;

const rightSecret =
  'Use the endpoint’s current secret. It cannot be shown again: rotate it to get a new one.';

const secretFault = (code: Fault['code'], message: string, fix = rightSecret): Fault => ({
  check: 'secret',
  code,
  message,
  fix,
});

const nameOf = ({ owner, text }: KnownSecret): string => {
  if (owner.kind === 'current') return `the current secret (${ending(text)})`;
  if (owner.kind === 'previous') return `the secret before the rotation (${ending(text)})`;
  return `a secret of ${owner.name}`;
};

const day = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What is wrong with a secret of this owner where the endpoint's is expected. `verb` says what was done with it. */
const ownerFault = ({ owner }: KnownSecret, verb: string, now: Date): Fault | null => {
  if (owner.kind === 'current' || (owner.kind === 'previous' && owner.until > now)) return null;
  if (owner.kind === 'previous')
    return secretFault(
      'secret_previous',
      `${verb} the secret before the rotation. It stopped signing on ${day(owner.until)}.`,
    );
  return owner.kind === 'other_endpoint'
    ? secretFault(
        'secret_other_endpoint',
        `${verb} the secret of ${owner.name}.`,
        'Each endpoint has a secret of its own: use the one of the endpoint that receives.',
      )
    : secretFault(
        'secret_other_environment',
        `${verb} a secret of ${owner.name}.`,
        'Live and test never share a secret: use the one of this environment.',
      );
};

const notDecoded = (name: string): Fault =>
  secretFault(
    'secret_not_decoded',
    `The signature was made with the text of ${name} where its bytes are expected.`,
    'Cut off “whsec_” and decode the rest as base64: the 24 bytes that come out are the key of the HMAC.',
  );

const keyOf = (bytes: Buffer): KeyObject => createSecretKey(bytes);

const misread = (text: string, name: string): Candidate<SigningKey>[] =>
  [...new Set([text, base64Of(text), prefix + base64Of(text)])].map((form) => ({
    value: { key: keyOf(Buffer.from(form)), name: `the text of ${name}` },
    weight: 1,
    fault: notDecoded(name),
  }));

const isOwn = ({ owner }: KnownSecret): boolean => owner.kind === 'current' || owner.kind === 'previous';

/** The keys that may have signed, those that should have first. `publicKey` is the endpoint's `whpk_`, for `v1a`. */
export const signingKeys = (
  known: readonly KnownSecret[],
  pasted: string | null,
  publicKey: string | null,
  now: Date,
): Candidate<SigningKey>[] => {
  const keys = known.map((secret): Candidate<SigningKey> => {
    const fault = ownerFault(secret, 'The signature was made with', now);
    const value = { key: keyOf(Buffer.from(base64Of(secret.text), 'base64')), name: nameOf(secret) };
    return { value, fault, weight: fault ? 1 : 0 };
  });
  if (publicKey !== null)
    keys.unshift({
      value: { key: publicKeyOf(publicKey), name: 'the endpoint’s ed25519 key' },
      fault: null,
      weight: 0,
    });
  const texts = known.filter(isOwn).flatMap((secret) => misread(secret.text, nameOf(secret)));
  return [...keys, ...texts, ...pastedKeys(known, pasted)];
};

const pastedKeys = (known: readonly KnownSecret[], pasted: string | null): Candidate<SigningKey>[] => {
  const bytes = pasted === null ? null : Buffer.from(base64Of(pasted.trim()), 'base64');
  if (pasted === null || !bytes || bytes.length === 0) return [];
  if (known.some(({ text }) => Buffer.from(base64Of(text), 'base64').equals(bytes))) return [];
  const name = 'the secret that you pasted';
  const own = secretFault(
    'secret_not_of_endpoint',
    'The signature fits the secret that you pasted, which is not this endpoint’s.',
    'Choose the endpoint that the secret belongs to. If the secret was replaced since, use the new one.',
  );
  return [{ value: { key: keyOf(bytes), name }, fault: own, weight: 1 }, ...misread(pasted.trim(), name)];
};

/** The key of a `whpk_` text: 32 bytes of ed25519 in base64. */
const publicKeyOf = (text: string): KeyObject =>
  createPublicKey({
    format: 'jwk',
    key: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(text.slice(publicPrefix.length), 'base64').toString('base64url'),
    },
  });

const malformed = (pasted: string): Fault | null => {
  const message = /^\w+_(?:live|test)_/.test(pasted)
    ? 'What you pasted is an API key, not a signing secret.'
    : pasted.startsWith(publicPrefix)
      ? 'What you pasted is a public key, which verifies v1a signatures only.'
      : /^[A-Za-z0-9+/]+={0,2}$/.test(base64Of(pasted))
        ? null
        : 'What you pasted is not a signing secret: “whsec_” and base64 are expected.';
  return message === null ? null : secretFault('secret_malformed', message);
};

/** What is wrong with the secret that the receiver uses; `null` when it is one that signs for the endpoint now. */
export const readPasted = (pasted: string, known: readonly KnownSecret[], now: Date): Fault | null => {
  const bare = pasted.replaceAll(/[\s'"]/g, '');
  const bytes = Buffer.from(base64Of(bare), 'base64');
  const owner = known.find(({ text }) => Buffer.from(base64Of(text), 'base64').equals(bytes));
  if (owner && bare !== pasted)
    return secretFault(
      'secret_padded',
      'There are spaces, line breaks or quotation marks in the secret that you pasted.',
      'Trim the secret where it is read: files and environment variables often end with a line break.',
    );
  if (owner) return ownerFault(owner, 'What you pasted is', now);
  return (
    malformed(bare) ??
    secretFault('secret_not_of_endpoint', 'The secret that you pasted is not a secret of this endpoint.')
  );
};

/** The secrets that a receiver may verify with, by name: the endpoint's that sign now, and the one that was pasted. */
export const namedSecrets = (
  known: readonly KnownSecret[],
  pasted: string | null,
  now: Date,
): { text: string; name: string }[] => [
  ...known
    .filter((secret) => isOwn(secret) && ownerFault(secret, '', now) === null)
    .map(({ text, owner }) => ({
      text,
      name: owner.kind === 'current' ? 'Current secret' : 'Previous secret',
    })),
  ...(pasted === null ? [] : [{ text: pasted, name: 'The secret that you pasted' }]),
];

import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import type { Candidate } from './fault.ts';
import type { SignatureEntry } from './signature-entries.ts';
import type { SigningKey } from './signing-keys.ts';

/** What may have been signed, and with what. */
export interface Candidates {
  entries: readonly SignatureEntry[];
  /** What is hashed before the body: `id.timestamp.`, as it should be. */
  starts: readonly Candidate<string>[];
  bodies: readonly Candidate<Buffer>[];
  keys: readonly Candidate<SigningKey>[];
}

/** What fits one of the signatures. */
export interface Match {
  entry: SignatureEntry;
  start: Candidate<string>;
  body: Candidate<Buffer>;
  key: Candidate<SigningKey>;
}

// An ed25519 verification takes as long as hashing so many bytes, and goes over the content twice.
const asymmetricBytes = 64 * 1024;

const costOf = (entries: readonly SignatureEntry[], { length }: Buffer, { key }: SigningKey): number => {
  if (key.type !== 'public') return length + 256;
  return entries.filter(({ version }) => version === 'v1a').length * (length * 2 + asymmetricBytes);
};

/** What is hashed at most for one answer, in bytes: about a tenth of a second. */
const budgetBytes = 32 * 1024 * 1024;

/**
 * The first signature that fits this content and key. Standard Webhooks, "Signature scheme": `id.timestamp.body`. Never
 * compares a part of a signature: whoever learns that a part is right can guess the rest.
 */
export const fittingEntry = (
  entries: readonly SignatureEntry[],
  start: string,
  body: Buffer,
  { key }: SigningKey,
): SignatureEntry | null => {
  const version = key.type === 'public' ? 'v1a' : 'v1';
  const candidates = entries.filter((entry) => entry.version === version && entry.bytes !== null);
  if (candidates.length === 0) return null;
  if (key.type === 'public') {
    const content = Buffer.concat([Buffer.from(start), body]);
    return candidates.find(({ bytes }) => bytes && verify(null, content, key, bytes)) ?? null;
  }
  const expected = createHmac('sha256', key).update(start).update(body).digest();
  return candidates.find(({ bytes }) => bytes && timingSafeEqual(expected, bytes)) ?? null;
};

const weights = [0, 1, 2] as const;

function* combinations({ starts, bodies, keys }: Candidates, weight: number) {
  for (const start of starts)
    for (const body of bodies)
      for (const key of keys)
        if (start.weight + body.weight + key.weight === weight) yield { start, body, key };
}

/**
 * What explains a signature with the fewest oddities; two at most. `null` when nothing does, or when trying all of it
 * would take too long.
 */
export const findMatch = (candidates: Candidates): Match | null => {
  let left = budgetBytes;
  for (const weight of weights)
    for (const { start, body, key } of combinations(candidates, weight)) {
      left -= costOf(candidates.entries, body.value, key.value);
      if (left < 0) return null;
      const entry = fittingEntry(candidates.entries, start.value, body.value, key.value);
      if (entry) return { entry, start, body, key };
    }
  return null;
};

import { createHash } from 'node:crypto';
import type { SignatureStep } from '@parley/shared/webhooks/signature-check';
import { onOneLine } from './body-difference.ts';
import { fittingEntry, type Match } from './match.ts';
import type { SignatureEntry } from './signature-entries.ts';
import { ending, type SigningKey } from './signing-keys.ts';
import type { Candidate } from './fault.ts';

/** What a receiver works through, with the values of one request. */
export interface Verification {
  /** `id.timestamp.`; `null` while a header is missing. */
  start: string | null;
  body: Buffer;
  entries: readonly SignatureEntry[];
  keys: readonly Candidate<SigningKey>[];
  secrets: readonly { text: string; name: string }[];
  match: Match | null;
}

const prefixCharacters = 96;

const join = ({ start, body }: Verification): SignatureStep => {
  const title = 'Join webhook-id, webhook-timestamp and the raw body with dots';
  const sum = `The body has ${body.length} bytes, SHA-256 ${createHash('sha256').update(body).digest('hex')}.`;
  if (start === null) return { title, detail: `A header is missing, so there is nothing to join. ${sum}` };
  const text = start + body.toString('utf8', 0, prefixCharacters * 4);
  const shown =
    text.length > prefixCharacters ? `${onOneLine(text.slice(0, prefixCharacters))}…` : onOneLine(text);
  return { title, detail: `${Buffer.byteLength(start) + body.length} bytes: ${shown}\n${sum}` };
};

const decode = ({ secrets }: Verification): SignatureStep => ({
  title: 'Cut “whsec_” off the secret and decode the rest as base64',
  detail: secrets
    .map(({ text, name }) => {
      const base64 = text.replace(/^whsec_/, '').trim();
      const size = Buffer.from(base64, 'base64').length;
      return `${name}: ${ending(text.trim())}, ${base64.length} characters of base64, a key of ${size} bytes.`;
    })
    .join('\n'),
});

const shortOf = ({ text }: SignatureEntry): string => (text.length > 14 ? `${text.slice(0, 14)}…` : text);

const outcome = (entry: SignatureEntry, { start, body, keys, match }: Verification): string => {
  if (entry.version === 'v1a' && !keys.some(({ value }) => value.key.type === 'public'))
    return 'asymmetric (ed25519): it needs the endpoint’s public key, and the endpoint has none.';
  const usual = keys.filter((key) => key.weight === 0 || key === match?.key);
  const fitting =
    start === null ? undefined : usual.find(({ value }) => fittingEntry([entry], start, body, value));
  if (fitting) return `matches ${fitting.value.name}.`;
  return match?.entry === entry ? 'differs; it matches after the changes named above.' : 'differs.';
};

const compare = (verification: Verification): SignatureStep => ({
  title: 'Compare with each signature of webhook-signature, in constant time',
  detail:
    verification.entries.map((entry) => `${shortOf(entry)} ${outcome(entry, verification)}`).join('\n') ||
    'There is no signature to compare with.',
});

/**
 * How Standard Webhooks verifies a signature, with the values of one request. Shows nothing that would let a reader
 * sign: no secret beyond its last four characters, and of the signature only what the reader sent.
 */
export const verificationSteps = (verification: Verification): SignatureStep[] => [
  join(verification),
  decode(verification),
  {
    title: 'Make the HMAC-SHA256 of what was joined with this key, and write it in base64',
    detail:
      'It has 32 bytes, 44 characters in base64. It is not shown: whoever reads it could send this body as Parley.',
  },
  compare(verification),
];

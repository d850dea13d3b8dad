import type {
  SignatureCheckPart,
  SignatureCheckView,
  SignatureFinding,
} from '@parley/shared/webhooks/signature-check';
import { bodyCandidates, startCandidates, startOf } from './candidates.ts';
import { type ClockReading, readClock } from './clock.ts';
import type { Fault } from './fault.ts';
import { findMatch, type Match } from './match.ts';
import type { ReceivedWebhook } from './received-webhook.ts';
import { faultsOf } from './request-faults.ts';
import { readEntries, type SignatureEntry } from './signature-entries.ts';
import { namedSecrets, readPasted, signingKeys } from './signing-keys.ts';
import { verificationSteps } from './verification-steps.ts';

const headlines: Record<SignatureCheckPart | 'unknown', string> = {
  header: 'A header is missing, or is not as it was sent.',
  prefix: 'The signature is not written as it was sent.',
  secret: 'The secret is not the one that signs for this endpoint.',
  body: 'The body is not the one that was signed.',
  clock: 'The timestamp is outside of the five minutes that are allowed.',
  unknown: 'Nothing that is known here explains this signature.',
};

/** What is known of a request before it is judged. */
interface Examined {
  request: ReceivedWebhook;
  entries: readonly SignatureEntry[];
  clock: ClockReading | null;
  match: Match | null;
  isPastedRight: boolean;
}

const secretMessage = ({ match, isPastedRight }: Examined): string =>
  [
    match ? `The signature was made with ${match.key.value.name}.` : '',
    isPastedRight ? 'The secret that you pasted signs for this endpoint.' : '',
  ]
    .filter(Boolean)
    .join(' ');

/** What was found about each part that could be judged; what is wrong first. */
const findingsOf = (examined: Examined, faults: readonly Fault[]): SignatureFinding[] => {
  const { request, entries, clock, match } = examined;
  const isSent = request.sent?.some(({ body }) => body.equals(request.body)) ?? false;
  const count = entries.length === 1 ? '1 signature' : `${entries.length} signatures`;
  const good: [SignatureCheckPart, string | null][] = [
    ['header', 'webhook-id, webhook-timestamp and webhook-signature are there.'],
    ['prefix', entries.length > 0 ? `${count}, written as a version, a comma and base64.` : null],
    ['secret', secretMessage(examined)],
    [
      'body',
      isSent
        ? 'The body is byte for byte what Parley sent.'
        : match && 'The body is byte for byte what was signed.',
    ],
    ['clock', clock && clock.message],
  ];
  const findings = good.flatMap(([check, message]): SignatureFinding[] => {
    const wrong = faults.filter((fault) => fault.check === check);
    if (wrong.length > 0) return wrong.map((fault) => ({ ...fault, ok: false }));
    return message ? [{ check, ok: true, code: null, message, fix: null }] : [];
  });
  return findings.toSorted((one, other) => Number(one.ok) - Number(other.ok));
};

/** Faults that follow from others, or explain nothing where the signature fits nothing. */
const isConsequence = ({ code, check }: Fault): boolean =>
  code === 'signature_unexplained' || code === 'header_unknown_event' || check === 'clock';

const causeOf = (findings: readonly SignatureFinding[], faults: readonly Fault[]) => {
  const [first] = findings.filter(({ ok }) => !ok);
  if (!first) return null;
  if (!faults.some(({ code }) => code === 'signature_unexplained')) return first.check;
  const [explained] = faults.filter((fault) => !isConsequence(fault));
  return explained?.check ?? 'unknown';
};

const matchOf = (
  request: ReceivedWebhook,
  entries: readonly SignatureEntry[],
  clock: ClockReading | null,
): Match | null => {
  const { headers, secrets, pasted, publicKey, now } = request;
  if (headers.id === null || clock === null) return null;
  return findMatch({
    entries,
    starts: startCandidates(request, headers.id, clock.signed),
    bodies: bodyCandidates(request),
    keys: signingKeys(secrets, pasted, publicKey, now),
  });
};

/**
 * Says what is wrong with a received webhook: the headers, how the signature is written, the secret, the body or the
 * clock; and works through the verification. The answer holds no signature beyond what the caller sent and of each
 * secret the last four characters: it tells whether a signature matches, never what would.
 */
export const diagnose = (request: ReceivedWebhook): SignatureCheckView => {
  const { headers, body, pasted, secrets, publicKey, now } = request;
  const entries = headers.signature === null ? [] : readEntries(headers.signature);
  const clock =
    headers.timestamp === null
      ? null
      : readClock(headers.timestamp, request.receivedAt ?? now, request.receivedAt !== null);
  const match = matchOf(request, entries, clock);
  const pastedFault = pasted === null ? null : readPasted(pasted, secrets, now);
  const examined = { request, entries, clock, match, isPastedRight: pasted !== null && pastedFault === null };
  const found = faultsOf(request, entries, clock, match);
  const isNew = !found.some(({ code }) => code === pastedFault?.code);
  const faults = pastedFault && isNew ? [pastedFault, ...found] : found;
  const findings = findingsOf(examined, faults);
  const cause = causeOf(findings, faults);
  return {
    verdict: cause === null ? 'valid' : 'invalid',
    cause,
    headline: cause === null ? 'The signature is right, and the timestamp is recent.' : headlines[cause],
    findings,
    steps: verificationSteps({
      start: headers.id === null || clock === null ? null : startOf(headers.id, clock.signed[0]),
      body,
      entries,
      keys: signingKeys(secrets, null, publicKey, now),
      secrets: namedSecrets(secrets, pasted, now),
      match,
    }),
  };
};

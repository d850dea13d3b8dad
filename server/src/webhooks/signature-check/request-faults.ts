import { explainDifference, lostBody } from './body-difference.ts';
import { otherTimestamp } from './candidates.ts';
import type { ClockReading } from './clock.ts';
import type { Fault } from './fault.ts';
import type { Match } from './match.ts';
import type { ReceivedWebhook } from './received-webhook.ts';
import type { SignatureEntry } from './signature-entries.ts';

const unsigned: Fault = {
  check: 'secret',
  code: 'secret_unknown',
  message:
    'Body, id and timestamp are those that Parley sent, but no secret that Parley knows made this signature.',
  fix: 'The signature was altered, or made by somebody else. Take the header as it arrived.',
};

const unexplained = (isComparable: boolean): Fault => ({
  check: 'secret',
  code: 'signature_unexplained',
  message: [
    'The signature fits no secret of this consumer, and none of the usual changes to the body explains it.',
    isComparable ? '' : ' It was not compared with what Parley sent: that needs the scope deliveries:read.',
  ].join(''),
  fix: 'Check that the endpoint is the right one, and paste headers and body of one request, byte for byte.',
});

const unknownEvent = (id: string): Fault => ({
  check: 'header',
  code: 'header_unknown_event',
  message: `Parley knows of no event ${id.slice(0, 80)} that went to this endpoint.`,
  fix: 'Check the id and the endpoint, and whether the request came from Parley at all.',
});

const emptySignature: Fault = {
  check: 'header',
  code: 'header_missing',
  message: 'The header webhook-signature is empty.',
  fix: 'Paste the whole header as it arrived.',
};

const asymmetric: Fault = {
  check: 'prefix',
  code: 'signature_asymmetric',
  message: 'The signature is v1a: ed25519, which is verified with a public key. This endpoint has none.',
  fix: 'Verify a v1 signature with the secret, or ask for v1a signatures on the endpoint to get its public key.',
};

/** What differs from what Parley sent under this id. Nothing where that is not known. */
const faultsOfSent = ({ body, sent }: ReceivedWebhook, timestamp: string | null): Fault[] => {
  const [first] = sent ?? [];
  if (!sent || !first) return [];
  const isSent = sent.some((one) => one.body.equals(body));
  const isAttempt = sent.some(({ timestamps }) => timestamps.includes(Number(timestamp)));
  return [
    ...(isAttempt || timestamp === null ? [] : [otherTimestamp(null)]),
    ...(isSent ? [] : [explainDifference(body, first.body)]),
  ];
};

/** What can be said of a signature that nothing fits. */
const faultsWithoutMatch = (request: ReceivedWebhook, id: string, timestamp: string): Fault[] => {
  const { body, sent } = request;
  const lost = lostBody(body);
  if (sent && sent.length > 0) {
    const faults = faultsOfSent(request, timestamp);
    return faults.length > 0 ? faults : [unsigned];
  }
  if (lost) return [lost];
  return [...(sent ? [unknownEvent(id)] : []), unexplained(sent !== null)];
};

const faultsOfEntries = (
  { headers: { signature }, publicKey }: ReceivedWebhook,
  entries: readonly SignatureEntry[],
): Fault[] => {
  const [cleanest] = entries;
  if (signature === null) return [];
  if (!cleanest) return [emptySignature];
  const isOnlyAsymmetric = entries.every(({ version }) => version === 'v1a');
  return isOnlyAsymmetric && publicKey === null ? [...cleanest.faults, asymmetric] : cleanest.faults;
};

const faultsOfMatch = ({ entry, start, body, key }: Match): Fault[] => [
  ...entry.faults,
  ...[start.fault, body.fault, key.fault].filter((fault) => fault !== null),
];

/** Everything that is wrong with a request: as its headers came, and what its signature says of the rest. */
export const faultsOf = (
  request: ReceivedWebhook,
  entries: readonly SignatureEntry[],
  clock: ClockReading | null,
  match: Match | null,
): Fault[] => {
  const { headers } = request;
  const { id, timestamp } = headers;
  const isReadable = entries.some(
    ({ bytes, version }) => bytes !== null && (version === 'v1' || request.publicKey !== null),
  );
  const content = match
    ? faultsOfMatch(match)
    : [
        ...faultsOfEntries(request, entries),
        ...(isReadable && id !== null && timestamp !== null
          ? faultsWithoutMatch(request, id, timestamp)
          : faultsOfSent(request, timestamp)),
      ];
  return [...headers.faults, ...content, ...(clock?.fault ? [clock.fault] : [])];
};

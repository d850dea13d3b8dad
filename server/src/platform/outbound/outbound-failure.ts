import { NameFault, type NameFaultCode } from '../name/name-fault.ts';
import { AnswerFault } from '../wire/answer.ts';
import { DeadlineFault, type WireFaultCode } from '../wire/wire-fault.ts';

const ofNames: Readonly<Record<NameFaultCode, (hostname: string) => string>> = {
  NO_SUCH_NAME: (name) => `The host name ${name} does not exist.`,
  NO_ADDRESS: (name) => `The host name ${name} has no address.`,
  BAD_NAME: (name) => `${name} is not a name that can be looked up.`,
  NAME_TIMEOUT: (name) => `The name servers of ${name} did not answer in time.`,
  NAME_SERVER_FAILED: (name) => `The name servers of ${name} failed.`,
  OWN_NAME_SERVER: (name) =>
    `${name} could not be looked up: Parley’s own name server does not answer. This does not count as an attempt.`,
  LOOKUPS_BUSY: (name) =>
    `${name} was not looked up in time: other names of the same consumer were in the way. This does not count as an attempt.`,
};

const ofWire = {
  CONNECT_TIMEOUT: 'The connection was not accepted in time.',
  TLS_TIMEOUT: 'The connection was accepted, but the TLS handshake was not finished in time.',
  TLS_CLOSED: 'The connection closed during the TLS handshake.',
  CLOSED: 'The connection closed before the answer was complete.',
  NO_FREE_CONNECTION: 'All 64 connections to this host were busy until the time was over.',
  HEADER_INVALID: 'A header of the endpoint holds characters that HTTP does not allow.',
} satisfies Record<WireFaultCode, string>;

const isOfWire = (code: string): code is WireFaultCode => code in ofWire;

const ofSystem: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was reset.',
  ECONNABORTED: 'The connection was broken off.',
  EPIPE: 'The connection closed while the request was being sent.',
  ETIMEDOUT: 'The host stopped answering.',
  EHOSTUNREACH: 'There is no route to the host.',
  EHOSTDOWN: 'The host is down.',
  ENETUNREACH: 'The network is unreachable.',
  ENETDOWN: 'The network of Parley’s machine is down.',
  EADDRNOTAVAIL: 'Parley’s machine has no address or port left for the connection.',
  EAFNOSUPPORT: 'Parley’s machine does not speak the protocol of this address.',
  EACCES: 'Parley’s machine does not allow connections to this address.',
  EPERM: 'Parley’s machine does not allow connections to this address.',
  EMFILE: 'Parley has no file descriptor left for the connection.',
  ENFILE: 'Parley’s machine has no file descriptor left for the connection.',
  ENOBUFS: 'Parley’s machine has no memory left for the connection.',
  EPROTO: 'The connection broke the rules of its protocol.',
};

const brokenList = 'A revocation list that was needed for the TLS certificate cannot be used.';
const brokenCertificate = 'The TLS certificate is broken: the receiver has to have a new one issued.';
const notIssued = 'The TLS certificate does not come from an authority that is trusted';

const ofCertificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'The TLS certificate has expired.',
  CERT_NOT_YET_VALID: 'The TLS certificate is not valid yet.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The TLS certificate is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: `${notIssued}: the chain ends in a self-signed one.`,
  UNABLE_TO_GET_ISSUER_CERT: `${notIssued}: a certificate of the chain is missing.`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${notIssued}: its issuer is not known.`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${notIssued}, or the receiver does not send the intermediate certificates.`,
  CERT_UNTRUSTED: `${notIssued}.`,
  CERT_REJECTED: 'The authority of the TLS certificate does not allow it for this use.',
  CERT_REVOKED: 'The TLS certificate was revoked.',
  CERT_CHAIN_TOO_LONG: 'The chain of TLS certificates is too long.',
  INVALID_CA: 'A TLS certificate of the chain may not issue others.',
  PATH_LENGTH_EXCEEDED: 'The chain of TLS certificates is longer than its authority allows.',
  INVALID_PURPOSE: 'The TLS certificate is not one for servers.',
  HOSTNAME_MISMATCH: 'The TLS certificate is for another name.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The TLS certificate is for another name.',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'The names in the TLS certificate cannot be read.',
  ERR_TLS_HANDSHAKE_TIMEOUT: ofWire.TLS_TIMEOUT,
  ERR_TLS_DH_PARAM_SIZE: 'The receiver’s TLS keys (DH) are too short.',
  CERT_SIGNATURE_FAILURE: brokenCertificate,
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: brokenCertificate,
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: brokenCertificate,
  ERROR_IN_CERT_NOT_BEFORE_FIELD: brokenCertificate,
  ERROR_IN_CERT_NOT_AFTER_FIELD: brokenCertificate,
  UNABLE_TO_GET_CRL: brokenList,
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: brokenList,
  CRL_SIGNATURE_FAILURE: brokenList,
  CRL_NOT_YET_VALID: brokenList,
  CRL_HAS_EXPIRED: brokenList,
  ERROR_IN_CRL_LAST_UPDATE_FIELD: brokenList,
  ERROR_IN_CRL_NEXT_UPDATE_FIELD: brokenList,
  OUT_OF_MEM: 'Parley’s machine has no memory left to check the TLS certificate.',
};

const notTls =
  'The port does not speak TLS. If the receiver serves plain http there, the URL has to begin with http.';
const otherVersion = 'The receiver offers no version of TLS that is still safe: TLS 1.2 or 1.3 is needed.';

// OpenSSL has some three hundred; what a receiver can cause is told apart, the first that fits.
const ofTls: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|WRONG_SSL_VERSION|RECORD_LAYER_FAILURE/, notTls],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|UNKNOWN_PROTOCOL|VERSION_TOO_LOW|INAPPROPRIATE_FALLBACK/,
    otherVersion,
  ],
  [/UNRECOGNIZED_NAME/, 'The receiver’s TLS does not know this host name.'],
  [
    /CERTIFICATE_REQUIRED|PEER_DID_NOT_RETURN_A_CERTIFICATE/,
    'The receiver asks for a TLS certificate of the client. Parley has none: webhooks are signed instead.',
  ],
  [
    /ALERT_(?:BAD|UNSUPPORTED)_CERTIFICATE|ALERT_CERTIFICATE_|ALERT_UNKNOWN_CA|ALERT_NO_CERTIFICATE|ACCESS_DENIED/,
    'The receiver refused the TLS connection for lack of a certificate that it accepts.',
  ],
  [/NO_APPLICATION_PROTOCOL/, 'The receiver does not speak HTTP/1.1 over TLS.'],
  [
    /HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|NO_SHARED_CIPHER|NO_CIPHERS|UNKNOWN_CIPHER|WRONG_CIPHER|UNSUPPORTED_ELLIPTIC|NO_SUITABLE/,
    'The TLS handshake failed: the receiver and Parley have no cipher in common, or it asks for more than Parley sends.',
  ],
  [
    /KEY_TOO_SMALL|MD_TOO_WEAK|DH_KEY|BAD_DH|BAD_ECPOINT|WRONG_SIGNATURE|SIGNATURE_TYPE/,
    'The receiver’s TLS keys or signatures are too weak.',
  ],
  [/LEGACY_RENEGOTIATION/, 'The receiver’s TLS only knows the old renegotiation, which is not safe.'],
  [/UNEXPECTED_EOF|CLOSE_NOTIFY/, ofWire.TLS_CLOSED],
  [/BAD_RECORD_MAC|DECRYPTION_FAILED|DECRYPT_ERROR/, 'The TLS connection was garbled on its way.'],
  [/ALERT_INTERNAL_ERROR/, 'The receiver’s TLS had an error of its own.'],
  [/ALERT_/, 'The receiver broke off the TLS connection'],
  [/^ERR_(?:SSL|TLS|OSSL)_/, 'The TLS connection failed'],
];

const wordsOf = (code: string): string | undefined => {
  const known = ofCertificates[code] ?? ofSystem[code] ?? (isOfWire(code) ? ofWire[code] : undefined);
  if (known !== undefined) return known;
  const [, words] = ofTls.find(([pattern]) => pattern.test(code)) ?? [];
  return words === undefined || words.endsWith('.') ? words : `${words}: ${code}.`;
};

/** Why a call got no complete answer, for the owner of the URL. What nobody foresaw is named by its code. */
export const describeFailure = (error: unknown, { deadlineMs }: { deadlineMs: number }): string => {
  if (error instanceof AnswerFault) return error.message;
  if (error instanceof NameFault) return ofNames[error.code](error.hostname);
  if (error instanceof DeadlineFault)
    return `No complete answer within ${deadlineMs / 1000} s: ${error.awaited}.`;
  if (!(error instanceof Error)) return `The call failed: ${String(error)}.`;
  const code =
    'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : error.name;
  return wordsOf(code) ?? `The call failed: ${code}.`;
};

/** Of which kind a call without a usable answer is. A closed list, however many words there are for it. */
export type FailureKind = 'name' | 'refused' | 'timeout' | 'tls' | 'connection' | 'bad_answer' | 'other';

const kindsOfSystem: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
};
const kindsOfWire: Readonly<Record<WireFaultCode, FailureKind>> = {
  CONNECT_TIMEOUT: 'timeout',
  TLS_TIMEOUT: 'timeout',
  TLS_CLOSED: 'tls',
  CLOSED: 'connection',
  NO_FREE_CONNECTION: 'timeout',
  HEADER_INVALID: 'other',
};

// By the whole of the words: what a receiver or the owner of a name wrote into them decides nothing.
const kindsOfWords: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ...Object.values(ofCertificates).map((words) => [words, 'tls'] as const),
  ...ofTls.map(([, words]) => [words, 'tls'] as const),
  ...Object.entries(ofSystem).map(([code, words]) => [words, kindsOfSystem[code] ?? 'connection'] as const),
  ...Object.keys(ofWire)
    .filter(isOfWire)
    .map((code) => [ofWire[code], kindsOfWire[code]] as const),
]);

const kindsOfBeginnings: readonly (readonly [pattern: RegExp, kind: FailureKind])[] = [
  [/^The host name \S+ (?:does not exist|has no address)\.$/, 'name'],
  [/^\S+ is not a name that can be looked up\.$/, 'name'],
  [/^The name servers of \S+ (?:did not answer in time|failed)\.$/, 'name'],
  [/^No complete answer within /, 'timeout'],
  [/^The call failed: /, 'other'],
  // Those that end in a code which nobody foresaw.
  [/^The receiver broke off the TLS connection: \w+\.$|^The TLS connection failed: \w+\.$/, 'tls'],
  [/^(?:The (?:status line|headers?) of the answer|The answer|Too many interim answers) /, 'bad_answer'],
];

/** The kind of a failure, by what {@link describeFailure} said of it, cut to 500 characters or whole. */
export const failureKindOf = (reason: string): FailureKind =>
  kindsOfWords.get(reason) ?? kindsOfBeginnings.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';

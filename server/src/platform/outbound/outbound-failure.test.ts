import { constants } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
  type TlsOptions,
} from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { authority, leaf, leafKey } from '../../testing/certificates.ts';
import { NameFault } from '../name/name-fault.ts';
import { AnswerFault } from '../wire/answer.ts';
import { DeadlineFault } from '../wire/wire-fault.ts';
import { parseCidr } from './address.ts';
import { describeFailure, failureKindOf } from './outbound-failure.ts';
import { Outbound } from './outbound-fetch.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** Why a call to receiver.test on this port fails. */
const reasonOf = async (port: number, protocol = 'https'): Promise<string> => {
  const outbound = new Outbound({
    allow: [parseCidr('127.0.0.0/8')],
    ownPort: 4100,
    deadlineMs: 2000,
    bodyBytesMax: 1000,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  const outcome = await outbound.post({
    url: `${protocol}://receiver.test:${port}/`,
    headers: {},
    body: '{}',
  });
  await outbound.close();
  return outcome.kind === 'answered' ? String(outcome.status) : outcome.reason;
};

const tls = (options: TlsOptions): Server =>
  createTlsServer({ key: leafKey, cert: leaf.good, ...options }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
  }).on('tlsClientError', () => undefined);

const alert = (code: number): Server =>
  createServer(
    (socket) => void socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, code]))),
  );

const plain = (onData: (socket: Socket) => void): Server =>
  createServer((socket) => void socket.once('data', () => onData(socket)));

const tlsFailures: [name: string, server: () => Server, words: RegExp][] = [
  ['an expired certificate', () => tls({ cert: leaf.expired }), /^The TLS certificate has expired\.$/],
  ['one that is not valid yet', () => tls({ cert: leaf.future }), /^The TLS certificate is not valid yet\.$/],
  ['one that is self-signed', () => tls({ cert: leaf.selfSigned }), /^The TLS certificate is self-signed\.$/],
  [
    'one for another name',
    () => tls({ cert: leaf.otherName }),
    /^The TLS certificate is for another name\.$/,
  ],
  [
    'one that is for clients',
    () => tls({ cert: leaf.forClients }),
    /^The TLS certificate is not one for servers\.$/,
  ],
  [
    'one without the intermediate',
    () => tls({ cert: leaf.withoutIntermediate }),
    /or the receiver does not send the intermediate certificates\.$/,
  ],
  [
    'TLS 1.1 only',
    () => tls({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    /^The receiver offers no version of TLS that is still safe/,
  ],
  ['no cipher in common', () => alert(40), /^The TLS handshake failed: .+ no cipher in common/],
  ['a version that is refused', () => alert(70), /^The receiver offers no version of TLS/],
  ['a name that is not known', () => alert(112), /^The receiver’s TLS does not know this host name\.$/],
  ['an error of its own', () => alert(80), /^The receiver’s TLS had an error of its own\.$/],
  [
    'a certificate that is asked for',
    () => alert(116),
    /^The receiver asks for a TLS certificate of the client/,
  ],
  [
    'an authority that is refused',
    () => alert(48),
    /^The receiver refused the TLS connection for lack of a certificate/,
  ],
  ['an alert without words', () => alert(50), /^The receiver broke off the TLS connection: ERR_SSL_\w+\.$/],
  [
    'no HTTP/1.1',
    () => tls({ ALPNProtocols: ['h2'] }),
    /^The receiver does not speak HTTP\/1\.1 over TLS\.$/,
  ],
  [
    'plain http',
    () => plain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    /^The port does not speak TLS/,
  ],
  [
    'an end in the handshake',
    () => plain((socket) => socket.end()),
    /^The connection closed during the TLS handshake\.$/,
  ],
  [
    'a reset in the handshake',
    () => plain((socket) => socket.resetAndDestroy()),
    /^The connection closed during the TLS handshake\.$/,
  ],
  [
    'silence in the handshake',
    () => plain(() => undefined),
    /^No complete answer within 2 s: the connection was not made\.$/,
  ],
];

describe('TLS', () => {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([authority]));
  afterAll(() => setDefaultCACertificates(trusted));

  test('of an authority that is trusted is taken', async () => {
    expect(await reasonOf(await listen(tls({})))).toBe('204');
  });

  test.each(tlsFailures)('with %s fails in words of its own', async (_name, server, words) => {
    expect(await reasonOf(await listen(server()))).toMatch(words);
  });

  test('with a certificate that the client shall have fails in words of its own', async () => {
    const port = await listen(
      tls({
        requestCert: true,
        rejectUnauthorized: true,
        ca: authority,
        secureOptions: constants.SSL_OP_NO_TICKET,
      }),
    );

    expect(await reasonOf(port)).toMatch(/^The receiver asks for a TLS certificate of the client/);
  });

  test('asked for in plain http is told apart', async () => {
    expect(await reasonOf(await listen(alert(70)), 'http')).toMatch(/^The answer is not HTTP but TLS/);
  });
});

const documented = [
  'UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_CRL UNABLE_TO_DECRYPT_CERT_SIGNATURE UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY CERT_SIGNATURE_FAILURE CRL_SIGNATURE_FAILURE CERT_NOT_YET_VALID CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID CRL_HAS_EXPIRED ERROR_IN_CERT_NOT_BEFORE_FIELD ERROR_IN_CERT_NOT_AFTER_FIELD OUT_OF_MEM',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD ERROR_IN_CRL_NEXT_UPDATE_FIELD DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_CHAIN_TOO_LONG CERT_REVOKED INVALID_CA',
  'PATH_LENGTH_EXCEEDED INVALID_PURPOSE CERT_UNTRUSTED CERT_REJECTED HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID ERR_TLS_CERT_ALTNAME_FORMAT ERR_TLS_DH_PARAM_SIZE ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER ERR_SSL_PACKET_LENGTH_TOO_LONG ERR_SSL_UNSUPPORTED_PROTOCOL ERR_SSL_DH_KEY_TOO_SMALL',
  'ERR_SSL_EE_KEY_TOO_SMALL ERR_SSL_CA_MD_TOO_WEAK ERR_SSL_NO_SHARED_CIPHER ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
  'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN EADDRNOTAVAIL',
  'EAFNOSUPPORT EACCES EPERM EMFILE ENFILE ENOBUFS EPROTO',
  'CONNECT_TIMEOUT TLS_TIMEOUT TLS_CLOSED CLOSED NO_FREE_CONNECTION HEADER_INVALID',
].flatMap((line) => line.split(' '));

const describeCode = (code: string): string =>
  describeFailure(Object.assign(new Error('of the system'), { code }), { deadlineMs: 20_000 });

describe('every code that is documented', () => {
  test.each(documented)('%s has words of its own, and is none itself', (code) => {
    const words = describeCode(code);

    expect(words).toMatch(/^[A-Z].+\.$/);
    expect(words).not.toContain(code);
    expect(words).not.toMatch(/^The (?:call|TLS connection) failed/);
  });

  test('what nobody foresaw is named by its code', () => {
    expect(describeCode('ERR_SSL_SOMETHING_NEW')).toBe('The TLS connection failed: ERR_SSL_SOMETHING_NEW.');
    expect(describeCode('ENEW')).toBe('The call failed: ENEW.');
    expect(describeFailure(new TypeError('a bug'), { deadlineMs: 1 })).toBe('The call failed: TypeError.');
  });

  test('names say whose fault it is', () => {
    const words = (code: NameFault['code']) =>
      describeFailure(new NameFault(code, 'a.test'), { deadlineMs: 1 });

    expect(words('NO_SUCH_NAME')).toBe('The host name a.test does not exist.');
    expect(words('NAME_TIMEOUT')).toBe('The name servers of a.test did not answer in time.');
    expect(words('OWN_NAME_SERVER')).toMatch(/does not count as an attempt/);
  });
});

test('nobody listening is refused', async () => {
  const server = createServer();
  const port = await listen(server);
  servers.pop();
  await new Promise((resolve) => {
    server.close(resolve);
  });

  expect(await reasonOf(port, 'http')).toBe('The connection was refused.');
});

describe('the kind of a failure', () => {
  const kindOf = (error: unknown) => failureKindOf(describeFailure(error, { deadlineMs: 2000 }));
  const coded = (code: string) => Object.assign(new Error(code), { code });

  test.each([
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'connection'],
    ['EHOSTUNREACH', 'connection'],
    ['ETIMEDOUT', 'timeout'],
    ['CONNECT_TIMEOUT', 'timeout'],
    ['TLS_TIMEOUT', 'timeout'],
    ['TLS_CLOSED', 'tls'],
    ['CLOSED', 'connection'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['ERR_SSL_SOMETHING_NEW', 'tls'],
    ['ERR_SSL_TLSV1_ALERT_NEW', 'tls'],
    ['EWHATEVER', 'other'],
  ])('%s is %s', (code, kind) => {
    expect(kindOf(coded(code))).toBe(kind);
  });

  test.each(['NO_SUCH_NAME', 'NO_ADDRESS', 'BAD_NAME', 'NAME_TIMEOUT', 'NAME_SERVER_FAILED'] as const)(
    '%s is one of the name, whatever the name holds',
    (code) => {
      expect(kindOf(new NameFault(code, 'tls.in-time.refused.example'))).toBe('name');
    },
  );

  test('what a receiver wrote decides nothing, and a deadline is one whatever was awaited', () => {
    expect(
      kindOf(new AnswerFault('The answer is not HTTP: it began with “The connection was refused.”.')),
    ).toBe('bad_answer');
    expect(kindOf(new AnswerFault('The headers of the answer are too large.'))).toBe('bad_answer');
    expect(kindOf(new DeadlineFault('the headers of the answer'))).toBe('timeout');
    expect(kindOf(new Error('TLS'))).toBe('other');
  });
});

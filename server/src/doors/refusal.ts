import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from '../platform/guard/problem-of.ts';
import { declaredLengthOf } from '../platform/request/header-rules.ts';
import { Problem, viewProblem } from '../platform/request/problem.ts';
import { newId } from '../platform/secret/id.ts';
import type { Services } from './services.ts';

/** Headers of every answer that is no page. */
export const apiHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

const ofFastify: Record<string, () => Problem> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem('request.unsupported_media_type'),
  FST_ERR_BAD_URL: () => new Problem('request.malformed', { detail: 'The address has an invalid %-escape.' }),
};

/** The problem that anything thrown is, what Fastify refuses by itself included. */
export const problemOfRequest = (error: FastifyError): Problem => {
  const known = ofFastify[error.code];
  if (known) return known();
  if (error instanceof Problem || error.statusCode === undefined || error.statusCode >= 500)
    return problemOf(error);
  // A file server says 403 of a folder; there is nothing to read either way.
  return new Problem([403, 404].includes(error.statusCode) ? 'request.not_found' : 'request.malformed');
};

/** A body of this length is read to its end for the next request on its connection. */
const readOutMax = 64 * 1024;
const droppedBytesMax = 1024 * 1024;
const lingerMs = 1000;

const hasUnread = (request: IncomingMessage): boolean => {
  if (request.complete) return false;
  const length = declaredLengthOf(request);
  return length === null || length > readOutMax;
};

/**
 * An answer to a request whose body is not wanted. The answer is complete at once; the connection ends when the body
 * does, or a second later. Closing it at once would reset it while the sender still sends, and the answer would be lost.
 */
const sayAndLeave = (text: string, request: IncomingMessage): Readable => {
  const answer = new Readable({ read: () => undefined });
  let left = droppedBytesMax;
  const drop = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0) request.pause();
  };
  const leave = (): void => {
    clearTimeout(timer);
    request.off('data', drop).off('end', leave).off('close', leave).off('error', leave);
    answer.push(null);
  };
  const timer = setTimeout(leave, lingerMs);
  answer.push(text);
  request.on('data', drop).once('end', leave).once('close', leave).on('error', leave);
  return answer;
};

/** What stands between the quotes of a challenge: RFC 6750, 3. */
const quoted = (text: string): string => text.replaceAll(/[^\x20-\x7e]|["\\]/g, '').slice(0, 300);

/** How to come with a credential, and what is wrong with this one: RFC 6750, 3. `null` where that would not help. */
const challengeOf = (problem: Problem): string | null => {
  const realm = 'Bearer realm="Parley"';
  if (problem.code === 'auth.scope_missing') {
    const scope = /[a-z-]+:[a-z]+(?:\.[a-z]+)?/.exec(problem.detail)?.[0];
    return `${realm}, error="insufficient_scope"${scope === undefined ? '' : `, scope="${scope}"`}`;
  }
  if (problem.status !== 401) return null;
  if (problem.code !== 'auth.invalid') return realm;
  return `${realm}, error="invalid_token", error_description="${quoted(problem.detail)}"`;
};

/** Answers with JSON, whatever of the request is still unread. */
export const sendRefusal = (
  request: FastifyRequest,
  reply: FastifyReply,
  {
    problem,
    status = problem.status,
    type,
    body,
  }: { problem: Problem; status?: number; type: string; body: object },
) => {
  const challenge = challengeOf(problem);
  if (challenge !== null) reply.header('www-authenticate', challenge);
  const text = JSON.stringify(body);
  reply.code(status).headers(apiHeaders).headers(problem.headers).type(type);
  if (!hasUnread(request.raw)) return reply.send(text);
  return reply
    .header('connection', 'close')
    .header('content-length', Buffer.byteLength(text))
    .send(sayAndLeave(text, request.raw));
};

/** Logs what is no problem. A Problem was logged where it arose. */
export const logBug = (
  { parts }: Services,
  error: FastifyError,
  problem: Problem,
  requestId: string,
): void => {
  if (problem.status === 500 && !(error instanceof Problem))
    parts.log.error({ err: error, requestId }, 'request failed');
};

/** Answers any failure as `application/problem+json`. */
export const sendProblem = (
  services: Services,
  error: FastifyError,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
) => {
  const problem = problemOfRequest(error);
  logBug(services, error, problem, request.id);
  return sendRefusal(request, reply, {
    problem,
    type: 'application/problem+json',
    body: viewProblem(problem, {
      publicUrl: services.parts.publicUrl,
      instance: request.url.split('?', 1)[0] ?? '/',
      requestId: request.id,
    }),
  });
};

/** What Node's parser refuses, in words. */
const ofParser: Record<string, string> = {
  HPE_UNEXPECTED_CONTENT_LENGTH: 'Content-Length came twice, or together with Transfer-Encoding. Send one.',
  HPE_INVALID_CONTENT_LENGTH: 'Content-Length is no number.',
  HPE_INVALID_TRANSFER_ENCODING: 'Transfer-Encoding came together with Content-Length, or is not `chunked`.',
  HPE_INVALID_HEADER_TOKEN:
    'A header holds a character that no header may hold, or is continued on a second line.',
  HPE_INVALID_CHUNK_SIZE: 'The length of a chunk of the body is no hexadecimal number.',
  HPE_INVALID_METHOD: 'It does not begin with a method, an address and a version of HTTP.',
  HPE_INVALID_URL: 'The address in the request line cannot be read.',
  HPE_INVALID_VERSION: 'The version in the request line is not one of HTTP.',
  HPE_CR_EXPECTED: 'A line does not end with CR and LF.',
  HPE_LF_EXPECTED: 'A line does not end with CR and LF.',
};

interface ParserError {
  code: string;
  /** What was read last. */
  rawPacket?: unknown;
}

const requestLine = /^[\w!#$%&'*+.^`|~-]{1,64} \S+ HTTP\/1\.[01]\r?\n/;

const problemOfParser = ({ code, rawPacket }: ParserError): Problem => {
  const isOfUnknownMethod =
    code === 'HPE_INVALID_METHOD' &&
    Buffer.isBuffer(rawPacket) &&
    requestLine.test(rawPacket.toString('latin1', 0, 16_384));
  if (code === 'CONNECT' || isOfUnknownMethod) return new Problem('request.method_unknown');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request.timeout');
  if (code === 'HPE_HEADER_OVERFLOW' || code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW')
    return new Problem('request.headers_too_large');
  return new Problem('request.malformed', {
    detail: ofParser[code] ?? 'This is no request of HTTP/1.1 that can be read without doubt.',
  });
};

/** Answers what could not be read as a request of HTTP, and ends its connection. `view` says it in the words of a door. */
export const refuseConnection = (
  { parts }: Services,
  error: ParserError,
  socket: Socket,
  view: ((problem: Problem) => object) | null,
): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOfParser(error);
  const requestId = newId('req', parts.now().getTime());
  const body = JSON.stringify(
    view?.(problem) ?? viewProblem(problem, { publicUrl: parts.publicUrl, instance: '/', requestId }),
  );
  const head = Object.entries({
    ...apiHeaders,
    'content-type': `application/${view ? 'json' : 'problem+json'}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head.join('')}\r\n${body}`);
  // What it still sends is not read, and neither is it waited for.
  setTimeout(() => socket.destroy(), lingerMs).unref();
};

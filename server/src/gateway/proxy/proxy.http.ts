import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { targetOf } from '../admission/admission.service.ts';
import { type Answering, CallerGone, TooLate } from './exchange.ts';
import { answeredHeaders } from './passed-headers.ts';
import { admitProxied, passOn, type ProxiedCall, type Proxying } from './proxy.service.ts';
import { isUpgrade, joinSockets } from './upgrades.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What the doors do for the gateway. */
interface DoorHooks {
  /** Tells a sender that waits for it to go on with its body. */
  goOn: (request: FastifyRequest, reply: FastifyReply) => void;
}

/** Addresses from the caller to whoever connected. Without a proxy that is trusted, what the caller says of others goes. */
const forwardedForOf = ({ ip, ips }: FastifyRequest): string[] => (ips ? ips.toReversed() : [ip]);

const callOf = (request: FastifyRequest): ProxiedCall => {
  const { method, headers, raw, ip, id } = request;
  return {
    ...targetOf(request.url),
    method,
    headers,
    raw,
    peer: ip,
    host: request.hostname.toLowerCase(),
    requestId: id,
    forwardedFor: forwardedForOf(request),
    forwardedHost: request.host,
    forwardedProto: request.protocol,
    upgrade: isUpgrade(raw) ? 'websocket' : null,
  };
};

/** What of a WebSocket handshake goes on between the two, beside what all calls pass on. */
const handshakeHeaders = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[0].startsWith('sec-websocket-') && entry[1] !== undefined,
    ),
  );

const answerInto = (
  request: FastifyRequest,
  reply: FastifyReply,
  ours: Readonly<Record<string, string>>,
): Answering => {
  const response: ServerResponse = reply.raw;
  return {
    begin: (status, headers) => {
      reply.hijack();
      response.writeHead(status, answeredHeaders(headers, ours));
      response.flushHeaders();
    },
    write: (chunk) => response.write(chunk),
    onDrain: (goOn) => void response.once('drain', goOn),
    end: () => void response.end(),
    cut: () => void response.destroy(),
    join: (_status, headers, socket) => {
      reply.hijack();
      joinSockets(request.raw, response, socket, { ...handshakeHeaders(headers), ...ours });
    },
  };
};

type Abort = (reason: Error) => void;

/** How long calls under way may go on once the process is to end: some would for ever. */
const graceMs = 10_000;

const handlerOf =
  (services: Proxying, hooks: DoorHooks, underWay: Set<Abort>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const call = callOf(request);
    const ours: Record<string, string> = { 'x-request-id': request.id };
    const admission = await admitProxied(services, call, (headers) => {
      Object.assign(ours, headers);
      reply.headers(headers);
    });
    hooks.goOn(request, reply);
    let abort: Abort | undefined;
    let isGone = false;
    reply.raw.once('close', () => {
      isGone = true;
      if (!reply.raw.writableFinished) abort?.(new CallerGone());
    });
    const end: Abort = (reason) => abort?.(reason);
    underWay.add(end);
    await passOn(services, call, admission, {
      answer: answerInto(request, reply, ours),
      onAbort: (next) => {
        abort = next;
        if (isGone) next(new CallerGone());
      },
    }).finally(() => underWay.delete(end));
    // Somebody who left is answered nothing.
    if (!reply.sent) reply.hijack();
    return reply;
  };

/** Serves the APIs behind Parley at `/gateway/{slug}/`. Their bodies are read by nobody here; both ways are streams. */
export const registerGateway = async (
  app: FastifyInstance,
  services: Proxying,
  hooks: DoorHooks,
): Promise<void> => {
  const underWay = new Set<Abort>();
  app.addHook('preClose', async () => {
    setTimeout(() => {
      for (const end of underWay) end(new TooLate('the process ended'));
    }, graceMs).unref();
  });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const handler = handlerOf(services, hooks, underWay);
    for (const url of ['/gateway/:slug', '/gateway/:slug/*'])
      scope.route({ method: methods, url, config: { calls: 'none' }, exposeHeadRoute: false, handler });
  });
  app.addHook('onReady', async () => services.upstreams.start());
  app.addHook('onClose', async () => services.upstreams.stop());
};

/** Whether Node may hand the connection of this request over: WebSocket below `/gateway/`. All others go on as they are. */
export const mayUpgrade = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  url.startsWith('/gateway/') &&
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['transfer-encoding'] === undefined &&
  (headers['content-length'] ?? '0') === '0';

export { takeUpgrades } from './upgrades.ts';

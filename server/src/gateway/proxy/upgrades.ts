import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

interface Upgrade {
  socket: Socket;
  /** What came behind the request already. */
  head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** Whether this request asks for another protocol, and its connection was handed over. */
export const isUpgrade = (request: IncomingMessage): boolean => upgrades.has(request);

/**
 * Has requests for another protocol go the way of all requests: same rules, same decision, same refusals. Only when the
 * upstream agrees the connection leaves it. They end with the app, which would wait for them for ever.
 */
export const takeUpgrades = (app: FastifyInstance): void => {
  const sockets = new Set<Socket>();
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    upgrades.set(request, { socket, head });
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => {
      response.detachSocket(socket);
      socket.end();
    });
    app.routing(request, response);
  });
  app.addHook('preClose', async () => {
    for (const socket of sockets) socket.destroy();
  });
};

const pipeBoth = (one: Duplex, other: Duplex): void => {
  const end = () => {
    one.destroy();
    other.destroy();
  };
  for (const side of [one, other]) side.once('error', end).once('close', end);
  one.pipe(other);
  other.pipe(one);
};

/** Says that the protocol changes, and joins the caller to the upstream until either leaves. */
export const joinSockets = (
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Duplex,
  headers: Readonly<Record<string, string | string[]>>,
): void => {
  const upgrade = upgrades.get(request);
  if (!upgrade || upgrade.socket.destroyed) {
    upstream.destroy();
    response.destroy();
    return;
  }
  const { socket, head } = upgrade;
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one.replaceAll(/[\r\n]/g, ' ')}\r\n`),
  );
  response.detachSocket(socket);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n${lines.join('')}\r\n`,
  );
  if (head.length > 0) upstream.write(head);
  pipeBoth(socket, upstream);
};

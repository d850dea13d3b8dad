import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

/** What a receiver does with a connection once the head of a request has arrived. */
export type Fault = (socket: Socket) => void;

/** A receiver that breaks the rules of HTTP, on a port of its own. */
export interface FaultReceiver extends AsyncDisposable {
  url: string;
  /** Requests that arrived. */
  requests: () => number;
  /** Bytes that its side could hand to the network. */
  bytesWritten: () => number;
}

const endOfHead = '\r\n\r\n';

/** Starts a receiver that answers every request with this fault. */
export const startFaultReceiver = async (fault: Fault): Promise<FaultReceiver> => {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      if (!chunk.includes(endOfHead)) return;
      requests += 1;
      fault(socket);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    requests: () => requests,
    bytesWritten: () =>
      [...sockets].reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

/** Sends these bytes and leaves the connection open. */
export const sends =
  (...parts: (string | Buffer)[]): Fault =>
  (socket) =>
    void socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))));

/** Sends this, and then goes on with one part each `everyMs` without an end. */
export const drips = (start: string, part: string, everyMs: number): Fault => {
  return (socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(part), everyMs);
    socket.once('close', () => clearInterval(timer));
  };
};

/** Sends this, and then the same block without an end, as fast as it is taken. */
export const floods = (start: string, block: Buffer): Fault => {
  const blocks = function* () {
    yield Buffer.from(start);
    for (;;) yield block;
  };
  return (socket) => void Readable.from(blocks()).pipe(socket);
};

/** Sends this, and then cuts the connection: with a reset, or in order. */
export const cuts =
  (start: string, how: 'reset' | 'end'): Fault =>
  (socket) =>
    void socket.write(start, () => {
      if (how === 'end') socket.end();
      // The start of the answer has to be read before the reset throws it away.
      else setTimeout(() => socket.resetAndDestroy(), 50);
    });

/** Accepts the request and says nothing. */
export const hangs: Fault = () => undefined;

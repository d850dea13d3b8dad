// The receiving side of a benchmark, in a process of its own: answers every POST with 204 and as little work as possible,
// so that the cost of receiving stays small beside the cost of sending.
import { createServer, type Socket } from 'node:net';

const answer = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');
const headersEnd = Buffer.from('\r\n\r\n');
const sentAtMark = '"sentAt":';

let received = 0;
let lastAt = 0;
let latencies: number[] = [];

const lengthOf = (head: string): number => Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);

const note = (body: string): void => {
  received += 1;
  lastAt = Date.now();
  const at = body.indexOf(sentAtMark);
  if (at >= 0) latencies.push(lastAt - Number.parseInt(body.slice(at + sentAtMark.length), 10));
};

/** Takes whole requests off the front of what arrived; answers the rest. */
const takeRequests = (socket: Socket, arrived: Buffer): Buffer => {
  let rest = arrived;
  for (;;) {
    const end = rest.indexOf(headersEnd);
    if (end < 0) return rest;
    const bodyAt = end + headersEnd.length;
    const length = lengthOf(rest.toString('latin1', 0, end));
    if (rest.length < bodyAt + length) return rest;
    note(rest.toString('utf8', bodyAt, bodyAt + length));
    socket.write(answer);
    rest = rest.subarray(bodyAt + length);
  }
};

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = takeRequests(socket, rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
  });
  socket.on('error', () => socket.destroy());
});

server.listen(0, '0.0.0.0', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});

process.on('message', (message) => {
  if (message === 'count') process.send?.({ received, lastAt });
  if (message === 'take') {
    process.send?.({ received, lastAt, latencies });
    received = 0;
    latencies = [];
  }
  if (message === 'end') process.exit(0);
});
process.on('disconnect', () => process.exit(0));

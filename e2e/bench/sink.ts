// The receiving side of a benchmark, in a process of its own: answers every POST with 204 and as little work as possible,
// so that the cost of receiving stays small beside the cost of sending. Its argument is the milliseconds before it
// answers, or `never`.
import { createServer, type Socket } from 'node:net';

const answerAfterMs = process.argv[2] === 'never' ? Infinity : Number(process.argv[2] ?? 0);
const answer = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');
const headersEnd = Buffer.from('\r\n\r\n');
const sentAtMark = '"sentAt":';
const numberMark = '"number":';

const fresh = () => ({
  received: 0,
  distinct: 0,
  firstAt: 0,
  lastAt: 0,
  sentAts: [] as number[],
  latencies: [] as number[],
});
let counted = fresh();
const seen = new Map<string, Set<number>>();
const sockets = new Set<Socket>();

const lengthOf = (head: string): number => Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);

const numberAfter = (mark: string, body: string): number => {
  const at = body.indexOf(mark);
  return at < 0 ? 0 : Number.parseFloat(body.slice(at + mark.length, at + mark.length + 24));
};

const note = (seenHere: Set<number>, body: string): void => {
  const now = performance.timeOrigin + performance.now();
  const number = numberAfter(numberMark, body);
  const sentAt = numberAfter(sentAtMark, body);
  counted.received += 1;
  counted.firstAt ||= now;
  counted.lastAt = now;
  if (seenHere.has(number)) return;
  seenHere.add(number);
  counted.distinct += 1;
  counted.sentAts.push(sentAt);
  counted.latencies.push(now - sentAt);
};

const respond = (socket: Socket): void => {
  if (answerAfterMs === 0) socket.write(answer);
  else if (answerAfterMs < Infinity) setTimeout(() => socket.write(answer), answerAfterMs);
};

/** Takes whole requests off the front of what arrived; answers the rest. */
const takeRequests = (socket: Socket, seenHere: Set<number>, arrived: Buffer): Buffer => {
  let rest = arrived;
  for (;;) {
    const end = rest.indexOf(headersEnd);
    if (end < 0) return rest;
    const bodyAt = end + headersEnd.length;
    const length = lengthOf(rest.toString('latin1', 0, end));
    if (rest.length < bodyAt + length) return rest;
    note(seenHere, rest.toString('utf8', bodyAt, bodyAt + length));
    respond(socket);
    rest = rest.subarray(bodyAt + length);
  }
};

const server = createServer({ noDelay: true }, (socket) => {
  const seenHere = seen.get(socket.localAddress ?? '') ?? new Set();
  seen.set(socket.localAddress ?? '', seenHere);
  sockets.add(socket);
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = takeRequests(socket, seenHere, rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
});

server.listen(0, '0.0.0.0', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});

process.on('message', (message) => {
  const { sentAts, latencies, ...counts } = counted;
  if (message === 'count') process.send?.(counts);
  if (message === 'take') {
    process.send?.({ ...counts, sentAts, latencies });
    counted = fresh();
    for (const numbers of seen.values()) numbers.clear();
  }
  if (message === 'drop') {
    for (const socket of sockets) socket.destroy();
    process.send?.({});
  }
});
process.on('disconnect', () => process.exit(0));

import { createSocket } from 'node:dgram';
import ipaddr from 'ipaddr.js';

/** What a name server says to one question: addresses, a refusal by its number (RFC 1035, 4.1.1), or nothing. */
export type NameReply = { addresses: string[]; ttlSeconds?: number } | { code: number } | 'silence';

/** A real name server on a port of its own. */
export interface NameServer extends AsyncDisposable {
  /** Address and port, as `Resolver.setServers` takes them. */
  address: string;
  /** Every name that was asked for, in order. */
  asked: string[];
}

const types = new Map([
  [1, 'A'],
  [28, 'AAAA'],
]);

const nameIn = (message: Buffer): { name: string; end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
};

const bytesOf = (address: string): Buffer => Buffer.from(ipaddr.parse(address).toByteArray());

const answerTo = (query: Buffer, end: number, type: number, reply: Exclude<NameReply, 'silence'>): Buffer => {
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 + ('code' in reply ? reply.code : 0), 2);
  head.writeUInt16BE(1, 4);
  const records = ('addresses' in reply ? reply.addresses : [])
    .filter((address) => address.includes(':') === (type === 28))
    .map((address) => {
      const data = bytesOf(address);
      const record = Buffer.alloc(12);
      record.writeUInt16BE(0xc00c, 0);
      record.writeUInt16BE(type, 2);
      record.writeUInt16BE(1, 4);
      record.writeUInt32BE('ttlSeconds' in reply ? (reply.ttlSeconds ?? 60) : 60, 6);
      record.writeUInt16BE(data.length, 10);
      return Buffer.concat([record, data]);
    });
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, query.subarray(12, end), ...records]);
};

/** Starts a name server that answers as told. `type` is `A`, `AAAA`, or `?` for everything else. */
export const startNameServer = async (
  reply: (name: string, type: string) => NameReply,
  address = '127.0.0.1',
): Promise<NameServer> => {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address: from }) => {
    const { name, end } = nameIn(query);
    const type = query.readUInt16BE(end - 4);
    asked.push(name);
    const said = reply(name, types.get(type) ?? '?');
    if (said !== 'silence') socket.send(answerTo(query, end, type, said), port, from);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, address, resolve);
  });
  return {
    address: `${address}:${socket.address().port}`,
    asked,
    [Symbol.asyncDispose]: async () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
};

import { createSocket } from 'node:dgram';

/** A name server that answers for `*.ok.test` with one address and never for anything else. */
export interface NameServer extends AsyncDisposable {
  /** Variables by which a process asks this name server and no other. */
  environment: Record<string, string>;
  /** Whether it works; it does at first. Otherwise it tells everybody that it failed. */
  isUp: boolean;
}

const ofType = { address: 1 };

/** `address` is `null` for a failure. */
const answerTo = (query: Buffer, address: string | null): Buffer => {
  let end = 12;
  while (query[end]) end += (query[end] ?? 0) + 1;
  const isAddress = address !== null && query.readUInt16BE(end + 1) === ofType.address;
  const head = Buffer.from([
    0,
    0,
    0x81,
    address === null ? 0x82 : 0x80,
    0,
    1,
    0,
    isAddress ? 1 : 0,
    0,
    0,
    0,
    0,
  ]);
  query.copy(head, 0, 0, 2);
  const record = Buffer.from([
    0xc0,
    0x0c,
    0,
    1,
    0,
    1,
    0,
    0,
    0,
    1,
    0,
    4,
    ...(address ?? '').split('.').map(Number),
  ]);
  return Buffer.concat([head, query.subarray(12, end + 5), ...(isAddress ? [record] : [])]);
};

/** Starts it; answers keep for one second. */
export const startNameServer = async (address = '127.0.0.1'): Promise<NameServer> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const preload = `import { setServers } from 'node:dns'; setServers(['127.0.0.1:${socket.address().port}']);`;
  const server: NameServer = {
    environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload)}` },
    isUp: true,
    [Symbol.asyncDispose]: async () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
  socket.on('message', (query, from) => {
    if (!server.isUp) socket.send(answerTo(query, null), from.port, from.address);
    else if (query.includes('\x02ok\x04test\0', 12, 'latin1'))
      socket.send(answerTo(query, address), from.port, from.address);
  });
  return server;
};

import { connect } from 'node:net';

/** What came back on a connection of our own. */
export interface RawAnswer {
  /** 0 without an answer. */
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The whole, several answers included. */
  text: string;
  /** Milliseconds by the clock until the first byte came. */
  firstByteMs: number;
}

const read = (text: string, firstByteMs: number): RawAnswer => {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0);
  return { status, headers, body: rest.join('\r\n\r\n'), text, firstByteMs };
};

const patienceMs = 20_000;

/**
 * Sends these pieces on a connection of its own, as fast as they are taken, and answers what came back until the other
 * side ended it, or said all that its Content-Length promises. `isPatient` waits for the end even then.
 */
export const sendRaw = async (
  port: number,
  pieces: Iterable<string | Buffer>,
  options: { isPatient?: boolean } = {},
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const socket = connect(port, '127.0.0.1');
    const queue = pieces[Symbol.iterator]();
    let text = '';
    let firstByteMs = 0;
    const leave = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(read(text, firstByteMs));
    };
    const timer = setTimeout(leave, patienceMs);
    const push = (): void => {
      for (let next = queue.next(); !next.done; next = queue.next()) if (!socket.write(next.value)) return;
    };
    socket.on('connect', push).on('drain', push);
    socket.on('data', (chunk) => {
      if (text === '') firstByteMs = performance.now() - startedAt;
      text += chunk.toString('latin1');
      const { headers, body } = read(text, 0);
      if (!options.isPatient && body.length >= Number(headers['content-length'] ?? Infinity)) leave();
    });
    // What it said before it hung up is what counts.
    socket.on('error', () => undefined).on('close', leave);
  });

/** A request in pieces of 64 KiB, its body made of `filling` again and again up to `bytes`. */
export function* largeRequest(head: readonly string[], body: { bytes: number; first: string; last: string }) {
  yield `${head.join('\r\n')}\r\nContent-Type: application/json\r\nContent-Length: ${body.bytes}\r\n\r\n`;
  yield body.first;
  const filling = Buffer.alloc(64 * 1024, 'x');
  let left = body.bytes - body.first.length - body.last.length;
  for (; left > 0; left -= filling.length) yield left < filling.length ? filling.subarray(0, left) : filling;
  yield body.last;
}

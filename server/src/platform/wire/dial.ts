import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { WireFault } from './wire-fault.ts';

/** Where a connection goes. */
export interface DialTarget {
  /** A name, or an address without brackets. */
  host: string;
  port: number;
  isSecure: boolean;
}

/** Milliseconds after which the next address is tried beside the one before. RFC 8305, "Connection Attempt Delay". */
const nextAddressMs = 250;
/** A name with more addresses than this is dialled at the first of them. */
const addressesMax = 8;

/** A connection that is being made; `cancel` ends it without a word. */
export interface Dialling<Made> {
  done: Promise<Made>;
  cancel: () => void;
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

// A machine without IPv6 says so at once; what the other family met is what the owner of the URL can mend.
const isOfOurNetwork = (error: Error): boolean =>
  ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error));

/** Families take turns, beginning with that of the first. */
const alternate = (addresses: readonly string[]): string[] => {
  const [first = ''] = addresses;
  const same = addresses.filter((address) => isIP(address) === isIP(first));
  const other = addresses.filter((address) => isIP(address) !== isIP(first));
  return same
    .flatMap((address, index) => [address, ...other.slice(index, index + 1)])
    .concat(other.slice(same.length));
};

/**
 * Connects to the first of these addresses that accepts: the next is tried when one fails, or beside it when it takes
 * its time. Rejects with what the addresses said, or `CONNECT_TIMEOUT`.
 */
export const dial = (addresses: readonly string[], port: number, timeoutMs: number): Dialling<Socket> => {
  const waiting = alternate(addresses).slice(0, addressesMax);
  const sockets = new Set<Socket>();
  const errors: Error[] = [];
  const timers: NodeJS.Timeout[] = [];
  let settle: { resolve: (socket: Socket) => void; reject: (error: Error) => void };
  const done = new Promise<Socket>((resolve, reject) => {
    settle = { resolve, reject };
  });
  const end = (kept?: Socket) => {
    for (const timer of timers) clearTimeout(timer);
    waiting.length = 0;
    for (const socket of sockets) if (socket !== kept) socket.destroy();
  };
  const fail = (error: Error) => {
    end();
    settle.reject(error);
  };
  const tryNext = () => {
    const host = waiting.shift();
    if (host === undefined) return;
    const socket = connect({ host, port, noDelay: true, autoSelectFamily: false });
    sockets.add(socket);
    const failed = (error: Error) => {
      sockets.delete(socket);
      errors.push(error);
      if (waiting.length > 0) tryNext();
      else if (sockets.size === 0) fail(errors.find((one) => !isOfOurNetwork(one)) ?? errors[0] ?? error);
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      // Between here and its next user it may fail; whoever uses it is told by `destroyed`.
      socket.on('error', () => undefined);
      end(socket);
      settle.resolve(socket);
    });
    if (waiting.length > 0) timers.push(setTimeout(tryNext, nextAddressMs));
  };
  timers.push(setTimeout(() => fail(new WireFault('CONNECT_TIMEOUT')), timeoutMs));
  tryNext();
  return { done, cancel: end };
};

const sessionsMax = 1000;

/** Begins TLS on connections. Keeps a session for each origin, so that the next connection there is cheaper. */
export class Tls {
  readonly #sessions = new Map<string, Buffer>();

  /** Rejects with the error of TLS, `TLS_CLOSED` when the peer leaves in the middle, or `TLS_TIMEOUT`. */
  secure(socket: Socket, { host, port }: DialTarget, timeoutMs: number): Dialling<TLSSocket> {
    const origin = `${host}:${port}`;
    const secure = connectTls({
      socket,
      host,
      // An address is no server name: RFC 6066, 3.
      ...(isIP(host) === 0 && { servername: host }),
      ALPNProtocols: ['http/1.1'],
      ...this.#sessionOf(origin),
    });
    secure.on('session', (session) => this.#keep(origin, session));
    const done = new Promise<TLSSocket>((resolve, reject) => {
      const timer = setTimeout(() => secure.destroy(new WireFault('TLS_TIMEOUT')), timeoutMs);
      const failed = (error: Error) => {
        clearTimeout(timer);
        // What failed may be the session itself: the next handshake is a whole one.
        this.#sessions.delete(origin);
        reject(codeOf(error) === 'ECONNRESET' ? new WireFault('TLS_CLOSED') : error);
      };
      secure.once('error', failed);
      secure.once('secureConnect', () => {
        clearTimeout(timer);
        secure.off('error', failed);
        secure.on('error', () => undefined);
        resolve(secure);
      });
    });
    return { done, cancel: () => void secure.destroy() };
  }

  #sessionOf(origin: string): { session: Buffer } | undefined {
    const session = this.#sessions.get(origin);
    return session && { session };
  }

  #keep(origin: string, session: Buffer): void {
    this.#sessions.delete(origin);
    this.#sessions.set(origin, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > sessionsMax && oldest !== undefined) this.#sessions.delete(oldest);
  }
}

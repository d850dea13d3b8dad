import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import type { Outbound } from '../../platform/outbound/outbound-fetch.ts';
import { undici } from './undici.ts';

interface ConnectorOptions {
  outbound: Outbound;
  /** Of the upstream. */
  url: string;
  timeoutMs: number;
  allowH2: boolean;
}

/** Dials what the one outbound guard checked, and nothing else: a name that changes its mind in between gains nothing. */
export const guardedConnector = ({
  outbound,
  url,
  timeoutMs,
  allowH2,
}: ConnectorOptions): buildConnector.connector => {
  const dial = undici().buildConnector({ timeout: timeoutMs, allowH2 });
  const tryEach = async (
    options: buildConnector.Options,
    [address, ...others]: readonly string[],
  ): Promise<Socket | TLSSocket> => {
    const name = options.hostname;
    const servername = isIP(name) ? undefined : name;
    try {
      return await new Promise((resolve, reject) => {
        dial(
          {
            ...options,
            hostname: address ?? '',
            // Only TLS asks for the name: in the clear it would be dialled again by it.
            ...(options.protocol === 'https:' && servername !== undefined && { servername }),
          },
          (...[error, socket]) => (socket ? resolve(socket) : reject(error ?? new Error('no socket'))),
        );
      });
    } catch (error) {
      if (others.length === 0) throw error;
      return tryEach(options, others);
    }
  };
  const reach = async (options: buildConnector.Options): Promise<Socket | TLSSocket | Error> => {
    try {
      return await tryEach(options, await outbound.addressesFor(url));
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  return (options, callback) => {
    const connect = async () => {
      const reached = await reach(options);
      if (reached instanceof Error) callback(reached, null);
      else callback(null, reached);
    };
    void connect();
  };
};

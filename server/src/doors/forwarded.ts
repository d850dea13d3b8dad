import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Log } from '../platform/process/log.ts';

/**
 * Whether a request says that it was passed on, and whoever sent it is not one that PARLEY_TRUST_PROXY names: the header is
 * not believed then, and everybody behind this address looks like one.
 */
export const isForwarded = ({ headers, ip, socket }: FastifyRequest): boolean =>
  (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) &&
  ip === socket.remoteAddress;

const warningsMax = 20;

/** Says once for each such address what to set. Of more than twenty it says nothing: anybody can send the header. */
export const warnOfUnnamedProxies = (app: FastifyInstance, log: Log): void => {
  const warned = new Set<string>();
  app.addHook('onRequest', (request, _reply, done) => {
    if (isForwarded(request) && !warned.has(request.ip) && warned.size < warningsMax) {
      warned.add(request.ip);
      log.warn(
        { peer: request.ip },
        `${request.ip} sends X-Forwarded-For or Forwarded, and PARLEY_TRUST_PROXY does not name it: the header is not believed, and everybody behind that address counts as one. If it is your proxy, set PARLEY_TRUST_PROXY=${request.ip}.`,
      );
    }
    done();
  });
};

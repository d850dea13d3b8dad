import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isInNetworks, type NetworkRange } from '../../access/plan/network.service.ts';
import { Problem } from '../../platform/request/problem.ts';
import { admitCall, type Admitting, targetOf } from '../admission/admission.service.ts';
import type { Identities } from '../admission/identity.service.ts';
import { type AskedCall, askedByHeaders } from './asked-call.ts';

/** What answering proxies takes of the process. */
export interface Authorizing extends Admitting {
  identities: Identities;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const envoyPrefix = '/authorize/envoy/';

const Query = z.object({
  api: z.string().regex(/^[a-z0-9-]{1,64}$/),
  mode: z.enum(['nginx']).optional(),
  prefix: z
    .string()
    .max(128)
    .regex(/^(?:\/[\w.~-]+)*$/)
    .default(''),
});

const readQuery = (request: FastifyRequest) => {
  const read = Query.safeParse(request.query);
  if (!read.success)
    throw new Problem('request.invalid', {
      detail:
        'Ask at /authorize?api={slug}, with `mode=nginx` for nginx, and `prefix` where the API stands below one.',
    });
  return read.data;
};

/**
 * What a proxy says of a call is believed of those alone that PARLEY_TRUST_PROXY names: anybody else could ask about one call and
 * make another.
 */
const assertTrusted = ({ socket }: FastifyRequest, trusted: readonly NetworkRange[]): void => {
  const peer = socket.remoteAddress ?? null;
  if (trusted.length > 0 && isInNetworks(trusted, peer)) return;
  throw new Problem('gateway.proxy_unknown', {
    detail: `${peer ?? 'The sender'} is not one of the proxies that PARLEY_TRUST_PROXY names.`,
  });
};

const answer = async (
  services: Authorizing,
  asked: AskedCall,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> => {
  const { decision } = await admitCall(services, {
    ...asked,
    headers: request.headers,
    peer: request.ip,
  });
  if (decision) reply.headers(decision.headers);
  if (decision?.refusal) throw decision.refusal.problem;
  // A header that is not set would let through what the caller sent under its name.
  const nobody = {
    'x-parley-consumer': '',
    'x-parley-environment': '',
    'x-parley-scopes': '',
    'x-parley-identity': '',
  };
  const identity = decision ? await services.identities.headersOf(decision.principal, asked.api) : {};
  // Envoy takes 200 and nothing else for a yes.
  return reply
    .code(200)
    .headers({ ...nobody, ...identity })
    .send();
};

/** nginx takes 2xx, 401 and 403 and makes 500 of the rest: the status that is meant stands in a header. */
const speakToNginx = (error: unknown, reply: FastifyReply): never => {
  if (!(error instanceof Problem)) throw error;
  reply.header('x-parley-status', String(error.status));
  if (error.status === 401 || error.status === 403) throw error;
  throw new Problem('gateway.refused', { detail: error.detail, headers: error.headers });
};

/** Answers proxies that ask before they let a call through: nginx, Traefik and Caddy at `/authorize`, Envoy below it. */
export const registerAuthorize = async (
  app: FastifyInstance,
  services: Authorizing,
  trusted: readonly NetworkRange[],
): Promise<void> => {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/authorize',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const { api, mode, prefix } = readQuery(request);
      try {
        assertTrusted(request, trusted);
        const asked = askedByHeaders(request.headers, { api, prefix, host: request.hostname.toLowerCase() });
        return await answer(services, asked, { request, reply });
      } catch (error) {
        return mode === 'nginx' ? speakToNginx(error, reply) : Promise.reject(error);
      }
    },
  });
  await app.register(async (scope) => {
    // Whatever of a body Envoy sends along is not looked at.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    // Envoy sends the method and the path of the call, behind a prefix of its configuration.
    scope.route({
      method: methods,
      url: `${envoyPrefix}*`,
      exposeHeadRoute: false,
      config: { calls: 'none' },
      handler: async (request, reply) => {
        assertTrusted(request, trusted);
        const asked = {
          ...targetOf(request.url, envoyPrefix),
          method: request.method,
          host: request.hostname.toLowerCase(),
        };
        return answer(services, asked, { request, reply });
      },
    });
  });
};

import type { FastifyInstance } from 'fastify';
import { Problem } from '../platform/request/problem.ts';

/** Methods that some address takes, or that are refused by address. Any other is one that Parley does not know. */
const known: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** Whether a method is one that could be taken somewhere. */
export const isKnownMethod = (method: string): boolean => known.includes(method);

/**
 * Notes the methods of every route that is registered from now on. The function that comes back, called after the last one,
 * answers the others: `OPTIONS` with 204 and `Allow`, all that are left with 405 and `Allow`.
 */
export const noteMethods = (app: FastifyInstance): (() => void) => {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = taken.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    taken.set(url, methods);
  });
  return () => {
    // What is left of an address with a star is found out when somebody asks for it.
    for (const [url, methods] of taken) if (!url.includes('*')) answerOthers(app, url, methods);
  };
};

const answerOthers = (app: FastifyInstance, url: string, methods: ReadonlySet<string>): void => {
  const allow = [...new Set([...methods, 'OPTIONS'])].join(', ');
  const isLeft = (method: string) => !methods.has(method);
  if (isLeft('OPTIONS'))
    app.options(url, async (_request, reply) => reply.code(204).header('allow', allow).send());
  app.route({
    // A route for GET is one for HEAD as well.
    method: known.filter((method) => isLeft(method) && method !== 'OPTIONS' && method !== 'HEAD'),
    url,
    config: { calls: 'none' },
    onRequest: async () => {
      throw new Problem('request.method_not_allowed', { headers: { allow } });
    },
    handler: () => undefined,
  });
};

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { assertNoBatchOfSecrets } from './batch.ts';
import { createContext } from './context.ts';
import { warnOfUnnamedProxies } from './forwarded.ts';
import { newId } from '../platform/secret/id.ts';
import { Readiness } from '../platform/process/readiness.ts';
import { readJson } from '../platform/request/json.ts';
import { Problem, viewProblem } from '../platform/request/problem.ts';
import { registerProblemPages } from '../portal/problem-page/problem-page.http.ts';
import { registerRest } from './rest.ts';
import { type AppRouter, appRouter } from './router.ts';
import { keepSent } from './sent-json.ts';
import type { Services } from './services.ts';
import { readTrpcBody, readTrpcInput } from './trpc-input.ts';
import { problemOf } from '../platform/guard/problem-of.ts';

interface AppOptions {
  trustProxy: string[] | false;
  /** Folder of the built console; without one only the API is served. */
  consoleFolder: string | null;
  /** The OpenAPI document, as JSON. */
  openApi: string;
}

/** Paths of the API; all others are pages of the console or the docs. */
const ourPaths = /^\/(?:v1|trpc|oauth|in|gateway|authorize|metrics|healthz|readyz)(?:[/?]|$)/;
const apiHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

const bodyBytesMax = 1024 * 1024;
const requestTimeoutMs = 15_000;

const requestIdOf = (header: string | string[] | undefined, now: () => Date): string =>
  typeof header === 'string' && /^[\w.-]{1,128}$/.test(header) ? header : newId('req', now().getTime());

const ofFastify: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('request.too_large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem('request.unsupported_media_type'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Problem('request.malformed', { detail: 'The body is not as long as Content-Length says.' }),
  FST_ERR_BAD_URL: () => new Problem('request.malformed', { detail: 'The address has an invalid %-escape.' }),
};

const problemOfRequest = (error: FastifyError): Problem => {
  const known = ofFastify[error.code];
  if (known) return known();
  if (error instanceof Problem || error.statusCode === undefined || error.statusCode >= 500)
    return problemOf(error);
  // A file server says 403 of a folder; there is nothing to read either way.
  return new Problem([403, 404].includes(error.statusCode) ? 'request.not_found' : 'request.malformed');
};

const sendProblem = (
  services: Services,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) => {
  const problem = problemOfRequest(error);
  // A Problem was logged where it arose.
  if (problem.status === 500 && !(error instanceof Problem))
    services.parts.log.error({ err: error, requestId: request.id }, 'request failed');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="Parley"');
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(
      JSON.stringify(
        viewProblem(problem, {
          publicUrl: services.parts.publicUrl,
          instance: request.url.split('?', 1)[0] ?? '/',
          requestId: request.id,
        }),
      ),
    );
};

const createServer = (services: Services, options: AppOptions): FastifyInstance =>
  fastify({
    logger: false,
    trustProxy: options.trustProxy,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    // Node looks for slow clients only every 30 seconds unless told otherwise.
    http: { connectionsCheckingInterval: 1000, headersTimeout: 5000 },
    // What fails before there is a route, such as an address that cannot be read.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      void sendProblem(services, error, request, reply);
    },
    genReqId: (request) => requestIdOf(request.headers['x-request-id'], services.parts.now),
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });

const registerTrpc = async (app: FastifyInstance, services: Services): Promise<void> => {
  const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    createContext: ({ req, res }) => createContext(services, req, res),
    maxBatchSize: 10,
    responseMeta: ({ errors }) => {
      const retryAfter = errors.map((error) => problemOf(error).headers['retry-after']).find(Boolean);
      return retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } };
    },
  };
  await app.register(async (scope) => {
    // The same rules for text as over REST: what would be changed, or kept by no database, is refused before it runs.
    scope.addHook<{ Params: { path?: string } }>('preValidation', async (request) => {
      assertNoBatchOfSecrets(request.params.path ?? '');
      if (typeof request.body === 'string' && request.body !== '') readTrpcBody(request, request.body);
      const { query } = request;
      if (typeof query === 'object' && query !== null && 'input' in query && typeof query.input === 'string')
        readTrpcInput(query.input);
    });
    await scope.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions });
  });
};

const registerHelmet = async (app: FastifyInstance, publicUrl: string): Promise<void> => {
  await app.register(helmet, {
    // For pages only: a JSON answer is no page, and working these headers out for each would cost 3 % of all that we do.
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
  });
};

const registerConsole = async (app: FastifyInstance, folder: string): Promise<void> => {
  await app.register(serveFiles, {
    root: folder,
    index: false,
    cacheControl: false,
    // Built files carry a hash in their name; the others keep theirs from version to version.
    setHeaders: (reply, path) =>
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
};

const sendIndex = (reply: FastifyReply) =>
  reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });

/** The doors of the process: tRPC, REST, the document, health, and the console's files. */
export const createApp = async (services: Services, options: AppOptions): Promise<FastifyInstance> => {
  const app = createServer(services, options);
  app.setErrorHandler<FastifyError>((error, request, reply) => sendProblem(services, error, request, reply));
  warnOfUnnamedProxies(app, services.parts.log);
  await registerHelmet(app, services.parts.publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (ourPaths.test(request.url)) reply.headers(apiHeaders);
    else reply.helmet();
  });

  // JSON and nothing else: the default text parser would let a form of another site post to us.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      if (body.length === 0) return done(null, undefined);
      const parsed = readJson(body);
      keepSent(request, parsed);
      done(null, parsed.value);
    } catch (error) {
      done(error instanceof Error ? error : new Error('not JSON'), undefined);
    }
  });

  await registerTrpc(app, services);
  registerRest(app, services);
  registerProblemPages(app);

  app.get('/v1/openapi.json', async (_request, reply) =>
    reply.type('application/json').send(options.openApi),
  );
  app.get('/healthz', async () => ({ status: 'ok' }));
  const readiness = new Readiness(services.parts.store);
  app.get('/readyz', async (_request, reply) => {
    const isReady = await readiness.isReady();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });

  const { consoleFolder } = options;
  const hasConsole = consoleFolder !== null && existsSync(join(consoleFolder, 'index.html'));
  if (hasConsole) await registerConsole(app, consoleFolder);
  if (hasConsole) app.get('/', (_request, reply) => sendIndex(reply));
  app.setNotFoundHandler((request, reply) => {
    // A file that is not there is missing; anything else is a page of the console, which finds its way by itself.
    const isPage =
      request.method === 'GET' &&
      !ourPaths.test(request.url) &&
      !/^\/(?:docs|assets)(?:[/?]|$)/.test(request.url);
    if (!hasConsole || !isPage) throw new Problem('request.not_found');
    return sendIndex(reply);
  });
  return app;
};

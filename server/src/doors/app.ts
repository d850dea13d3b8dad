import type { Socket } from 'node:net';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { registerLeakReports } from '../access/leak-report/leak-report.http.ts';
import { registerAuthorize } from '../gateway/authorize/authorize.http.ts';
import { mayUpgrade, registerGateway, takeUpgrades } from '../gateway/proxy/proxy.http.ts';
import { rangesOf } from '../access/plan/network.service.ts';
import { registerProblemPages } from '../portal/problem-page/problem-page.http.ts';
import { BodyBudget } from '../platform/request/body-budget.ts';
import { assertUnambiguous, withoutOrigin } from '../platform/request/header-rules.ts';
import { Readiness } from '../platform/process/readiness.ts';
import { readJson } from '../platform/request/json.ts';
import { Problem } from '../platform/request/problem.ts';
import { newId } from '../platform/secret/id.ts';
import { admitFirst, askForBody, takeJson } from './admission.ts';
import { compressAnswers } from './compression.ts';
import { registerExports } from './exports.ts';
import { allowOrigins } from './cross-origin.ts';
import { warnOfUnnamedProxies } from './forwarded.ts';
import { isKnownMethod, noteMethods } from './methods.ts';
import { registerHeaders, registerPages } from './pages.ts';
import { KeyedCalls } from './keyed-calls.ts';
import { refuseConnection, sendProblem } from './refusal.ts';
import { registerOAuth } from './oauth.ts';
import { registerRest } from './rest.ts';
import type { Services } from './services.ts';
import { keepSent } from './sent-json.ts';
import { registerTrpc } from './trpc.ts';
import { isOfTrpc, isPacketOfTrpc, sendTrpcError, viewTrpcError } from './trpc-refusal.ts';

interface AppOptions {
  trustProxy: string[] | false;
  /** Folder of the built console; without one only the API is served. */
  consoleFolder: string | null;
  /** Origins of pages that may call the API, besides the console. */
  allowedOrigins: ReadonlySet<string>;
  /** The OpenAPI document, as JSON; `null` where Parley itself is not served. */
  openApi: string | null;
  /** Whether the APIs of the company are served, and proxies are answered that ask about calls to them. */
  hasGateway: boolean;
}

const requestTimeoutMs = 15_000;

const requestIdOf = (header: string | string[] | undefined, now: () => Date): string =>
  typeof header === 'string' && /^[\w.-]{1,128}$/.test(header) ? header : newId('req', now().getTime());

const createServer = (services: Services, options: AppOptions): FastifyInstance =>
  fastify({
    logger: false,
    trustProxy: options.trustProxy,
    requestTimeout: requestTimeoutMs,
    http: {
      // Node looks for slow clients only every 30 seconds unless told otherwise.
      connectionsCheckingInterval: 1000,
      headersTimeout: 5000,
      shouldUpgradeCallback: mayUpgrade,
      // A request without one is refused with the other headers, in words.
      requireHostHeader: false,
    },
    rewriteUrl: ({ url = '/' }) => withoutOrigin(url),
    clientErrorHandler: (error, socket) =>
      refuseConnection(services, error, socket, isPacketOfTrpc(error) ? viewTrpcError : null),
    // What fails before there is a route, such as an address that cannot be read.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      const send = isOfTrpc(request.url) ? sendTrpcError : sendProblem;
      void send(services, error, { request, reply });
    },
    genReqId: (request) => requestIdOf(request.headers['x-request-id'], services.parts.now),
    // Many clients write one at the end of every address.
    // An own id of an event has up to 128 characters, each of which an address may write as three.
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });

const registerHealth = (app: FastifyInstance, services: Services): void => {
  app.get('/healthz', async () => ({ status: 'ok' }));
  const readiness = new Readiness(services.parts.store);
  app.get('/readyz', async (_request, reply) => {
    const isReady = await readiness.isReady();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });
};

/** Whatever was sent as a body is read by the upstream: before `takeJson`, which would have it read here. */
const openGateway = async (
  app: FastifyInstance,
  services: Services,
  { trustProxy }: AppOptions,
): Promise<void> => {
  takeUpgrades(app);
  await registerGateway(app, services, { goOn: askForBody });
  await registerAuthorize(app, services, rangesOf(trustProxy || []));
};

/** Parley itself: tRPC, REST, the document and the console's files. */
const openApiDoors = async (
  app: FastifyInstance,
  services: Services,
  options: AppOptions & { openApi: string; budget: BodyBudget },
): Promise<void> => {
  const { budget } = options;
  takeJson(app, budget, (body, request) => {
    const parsed = readJson(body);
    keepSent(request, parsed);
    return parsed.value;
  });

  const keyed = new KeyedCalls();
  await registerTrpc(app, services, { budget, keyed });
  registerRest(app, services, keyed);
  await registerOAuth(app, services, budget);
  registerExports(app);
  await app.register(async (scope) => {
    // What is signed is the bytes.
    takeJson(scope, budget, (body) => body);
    registerLeakReports(scope, services.leakReports);
  });
  registerProblemPages(app);
  app.get('/v1/openapi.json', async (_request, reply) =>
    reply.type('application/json').send(options.openApi),
  );
  await registerPages(app, options.consoleFolder);
};

/** The doors of the process: tRPC, REST, the document, health, and the console's files. */
export const createApp = async (services: Services, options: AppOptions): Promise<FastifyInstance> => {
  const app = createServer(services, options);
  const budget = new BodyBudget();
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const send = isOfTrpc(request.url) ? sendTrpcError : sendProblem;
    return send(services, error, { request, reply });
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    try {
      assertUnambiguous(request.raw, request.originalUrl);
      if (!isKnownMethod(request.method)) throw new Problem('request.method_unknown');
    } catch (error) {
      // Where this request ends may be one of the things that are read in two ways.
      reply.header('connection', 'close');
      throw error;
    }
  });
  allowOrigins(app, options.allowedOrigins);
  warnOfUnnamedProxies(app, services.parts.log);
  await registerHeaders(app, services.parts.publicUrl);
  compressAnswers(app, services.parts.publicUrl);
  app.server.on('connect', (_request, socket: Socket) =>
    refuseConnection(services, { code: 'CONNECT' }, socket, null),
  );
  const answerOtherMethods = noteMethods(app);
  admitFirst(app, services);
  if (options.hasGateway) await openGateway(app, services, options);
  if (options.openApi !== null)
    await openApiDoors(app, services, { ...options, openApi: options.openApi, budget });
  else
    app.setNotFoundHandler(() => {
      throw new Problem('request.not_found');
    });
  registerHealth(app, services);
  answerOtherMethods();
  return app;
};

import { hourMs } from '@parley/shared/words/time';
import type { FastifyInstance } from 'fastify';
import { KeyRing } from './access/api-key/key-ring.service.ts';
import { markKeysUsed } from './access/api-key/last-use.service.ts';
import { Decisions } from './access/decision/decision.service.ts';
import { createTokens } from './access/token/tokens.service.ts';
import { RefusedCalls } from './access/refused-call/refused-calls.service.ts';
import { KeyCallers } from './access/key-caller/key-callers.service.ts';
import { LeakReports } from './access/leak-report/leak-report.service.ts';
import { Limiter } from './access/limit/limiter.service.ts';
import { PlanRing } from './access/plan/plan-ring.service.ts';
import { useAuditKey } from './administration/audit/audit-key.service.ts';
import { createApp } from './doors/app.ts';
import { Catalog } from './webhooks/catalog/catalog.service.ts';
import type { Config } from './config.ts';
import { ContractReader } from './openapi/reader/reader.ts';
import { registerOwnContract } from './contracts/version/own-contract.service.ts';
import type { Database } from './db.ts';
import { FailureTally } from './monitoring/issue/failure-tally.ts';
import { Identities } from './gateway/admission/identity.service.ts';
import { Upstreams } from './gateway/upstream/upstreams.service.ts';
import { RouteRing } from './gateway/route/route-ring.service.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { listening, reservePort } from './doors/listen.ts';
import { openInstallation } from './start.ts';
import { createDispatch, type Dispatch } from './webhooks/dispatch/dispatch.service.ts';
import { followConsumerStatus } from './webhooks/delivery/queue.service.ts';
import type { Log } from './platform/process/log.ts';
import { ProviderClients } from './administration/single-sign-on/provider-client.service.ts';
import { Mailer } from './platform/outbound/mail.ts';
import { Outbound } from './platform/outbound/outbound-fetch.ts';
import type { Parts } from './platform/process/parts.ts';
import { afterCommit } from './platform/request/transaction-mark.ts';
import { SecretBox } from './platform/secret/secret.ts';
import { declaredActs } from './doors/declared-acts.ts';
import { scopeOfOperation } from './doors/operation-scopes.ts';
import { contractTextOf, openApiText, ownApi } from './doors/openapi.ts';
import { everyone } from './platform/database/owner.ts';
import { UsageCounter } from './platform/usage/usage.service.ts';
import type { Services } from './doors/services.ts';
import { Watch } from './webhooks/watch/watch.service.ts';
import { createWorkers } from './workers.ts';

/** A running Parley: what it holds, its app when it has the role `api` or `gateway`, and its workers. */
export interface Hub {
  parts: Parts;
  services: Services;
  /** `null` without the roles `api` and `gateway`. */
  app: FastifyInstance | null;
  /** One round of the chores now; they run every minute by themselves. */
  tidy: () => Promise<void>;
  /** Names of the chores, in their order. */
  choreNames: readonly string[];
  /** Registers the document that the app serves as the API `parley`. Takes a second or so, off the event loop. */
  registerContract: () => Promise<void>;
  /** Ends everything in order: no new requests, attempts under way recorded, counters written, database closed. */
  stop: () => Promise<void>;
}

const sweepMs = 100;
const attemptDeadlineMs = 20_000;
const attemptBodyBytesMax = 64 * 1024;

/** The parts that every entry to Parley needs: the process, the command line, tests. */
export const createParts = (
  config: Config,
  database: Database,
  log: Log,
  now: () => Date = () => new Date(),
): Parts => {
  const box = new SecretBox(config.masterKey);
  useAuditKey(database.openEm(everyone), box);
  return {
    store: database.store,
    openEm: database.openEm,
    box,
    outbound: new Outbound({
      allow: config.outboundAllow,
      ownPort: config.port,
      deadlineMs: attemptDeadlineMs,
      bodyBytesMax: attemptBodyBytesMax,
    }),
    mailer: new Mailer(config.smtpUrl, config.mailFrom),
    log,
    now,
    publicUrl: config.publicUrl,
    keyPrefix: config.keyPrefix,
    commandLine: config.commandLine,
    retrySchedule: config.retrySchedule,
    disableAfterMs: config.disableAfterHours * hourMs,
    retentionDays: config.retentionDays,
    auditRetentionDays: config.auditRetentionDays,
  };
};

const closeApp = async (app: FastifyInstance): Promise<void> => {
  // A connection that was busy at first is idle after its answer, and would be waited for.
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
  await app.close();
  clearInterval(sweep);
};

const register = async (services: Services, document: string): Promise<void> => {
  services.usage.serves(ownApi.slug, await registerOwnContract(services, ownApi, document));
};

/** Windows go by a clock that nobody sets; where a test brings one, by that. */
const createLimiter = ({ store, log, now }: Parts, { redisUrl }: Config, given?: () => Date): Limiter =>
  new Limiter({
    store,
    log,
    now,
    steady: given ? () => given().getTime() : () => performance.now(),
    redisUrl,
  });

/** What every call is handed. Hooks by which a wing follows one that knows nothing of it are joined here. */
const createServices = (
  parts: Parts,
  catalog: Catalog,
  { publisher, payloads, wake: wakeNow }: Dispatch,
  {
    contracts,
    config,
    clock,
  }: { contracts: ContractReader; config: Config; clock: (() => Date) | undefined },
): Services => {
  const { store, now } = parts;
  const keyRing = new KeyRing(store, now);
  const wake = () => afterCommit(wakeNow);
  const tokens = createTokens(parts, keyRing);
  const planRing = new PlanRing(store, now);
  const limiter = createLimiter(parts, config, clock);
  const routes = new RouteRing(store, now);
  return {
    parts,
    keyRing,
    ...tokens,
    providerClients: new ProviderClients(parts),
    planRing,
    routes,
    upstreams: new Upstreams(parts, routes),
    identities: new Identities(parts, tokens.signingKeys),
    keyCallers: new KeyCallers(store, now),
    refusedCalls: new RefusedCalls(store, now),
    limiter,
    decisions: new Decisions({ parts, keyRing, tokens: tokens.tokens, planRing, limiter }),
    leakReports: new LeakReports({ parts, keyRing, keysUrl: config.leakKeysUrl, action: config.leakAction }),
    consumerStatus: {
      within: followConsumerStatus,
      after: () => {
        keyRing.forget();
        wake();
      },
    },
    scopeOfOperation,
    declaredActs,
    catalog,
    publisher,
    usage: new UsageCounter(store, (tx, used) => markKeysUsed(store, tx, used), now),
    contracts,
    payloads,
    watch: new Watch(parts, monitoring.looks),
    wake,
  };
};

const appOptionsOf = (
  { trustProxy, allowedOrigins, roles }: Config,
  consoleFolder: string | null,
  openApi: string | null,
) => ({ trustProxy, allowedOrigins, consoleFolder, openApi, hasGateway: roles.has('gateway') });

/** Whether there is anything to listen for. */
const hasDoors = ({ roles }: Config): boolean => roles.has('api') || roles.has('gateway');

const openDoors = async (
  services: Services,
  config: Config,
  options: ReturnType<typeof appOptionsOf>,
): Promise<FastifyInstance | null> => (hasDoors(config) ? createApp(services, options) : null);

const flushAll = async ({ usage, keyCallers, refusedCalls, limiter }: Services): Promise<void> => {
  await usage.flush();
  await keyCallers.flush();
  await refusedCalls.flush();
  await limiter.stop();
};

interface HubOptions {
  consoleFolder: string | null;
  /** Whether the app listens where the configuration says. Tests let it listen by themselves. */
  isListening?: boolean;
  now?: () => Date;
  /** Reads contracts for several hubs of one process, and is closed by whoever made it. */
  contracts?: ContractReader;
}

/**
 * Takes the port and then the database, migrates it, listens, and starts what the roles ask for, in this order: what runs
 * already on this port or database is not touched. Throws {@link StartRefusal} with the one line that says why it cannot be.
 */
export const startHub = async (config: Config, log: Log, options: HubOptions): Promise<Hub> => {
  const freePort = options.isListening && hasDoors(config) ? await reservePort(config) : null;
  const { database, warnings, close } = await openInstallation(config, 'serve');
  for (const warning of warnings) log.warn(warning);
  const parts = createParts(config, database, log, options.now);
  const catalog = new Catalog(database.store);
  const isWorking = config.roles.has('worker');
  const postgresUrl = config.database.dialect === 'postgresql' ? config.database.url : null;
  const failures = new FailureTally();
  const onFailed = failures.add.bind(failures);
  const dispatch = createDispatch(parts, catalog, { isWorking, postgresUrl, onFailed });
  const workers = createWorkers(parts, catalog, dispatch, { isWorking, failures });
  const services = createServices(parts, catalog, dispatch, {
    contracts: options.contracts ?? new ContractReader(),
    config,
    clock: options.now,
  });
  const openApi = config.roles.has('api') ? openApiText(parts.publicUrl) : null;
  const app = await openDoors(services, config, appOptionsOf(config, options.consoleFolder, openApi));
  if (freePort) {
    await freePort();
    await listening(config, async () => app?.listen({ host: config.host, port: config.port }));
  }
  await workers.start();
  let isStopping = false;
  return {
    parts,
    services,
    app,
    tidy: workers.tidy,
    choreNames: workers.choreNames,
    registerContract: async () => {
      if (openApi === null) return;
      await register(services, contractTextOf(openApi)).catch((error: unknown) => {
        if (!isStopping) log.warn({ err: error }, 'could not register our own contract');
      });
    },
    stop: async () => {
      isStopping = true;
      if (app) await closeApp(app);
      await workers.stop();
      await flushAll(services);
      if (services.contracts !== options.contracts) await services.contracts.close();
      await parts.mailer.close();
      await parts.outbound.close();
      await close();
    },
  };
};

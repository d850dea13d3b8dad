import type { FastifyInstance } from 'fastify';
import { KeyRing } from './api-key/key-ring.service.ts';
import { createApp } from './app.ts';
import { Catalog } from './catalog/catalog.service.ts';
import type { Config } from './config.ts';
import { ContractReader } from './contract-document/contract-document.service.ts';
import type { Doors } from './context.ts';
import { registerOwnContract } from './contract/own-contract.service.ts';
import { type Database, openDatabase } from './db.ts';
import type { Log } from './lib/log.ts';
import { Mailer } from './lib/mail.ts';
import { Outbound } from './lib/outbound-fetch.ts';
import type { Parts } from './lib/parts.ts';
import { SecretBox } from './lib/secret.ts';
import { createOpenApi, ownApi } from './openapi.ts';
import { UsageCounter } from './usage/usage.service.ts';
import { createWorkers } from './workers.ts';

/** A running Parley: its parts, its doors when it has the role `api`, and its workers. */
export interface Hub {
  parts: Parts;
  doors: Doors;
  /** `null` without the role `api`. */
  app: FastifyInstance | null;
  /** One round of the chores now; they run every minute by themselves. */
  tidy: () => Promise<void>;
  /** Registers the document of our own REST API as the API `parley`. Takes a second or so, off the event loop. */
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
): Parts => ({
  store: database.store,
  openEm: database.openEm,
  box: new SecretBox(config.masterKey),
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
  retrySchedule: config.retrySchedule,
  disableAfterMs: config.disableAfterHours * 3_600_000,
  retentionDays: config.retentionDays,
});

const closeApp = async (app: FastifyInstance): Promise<void> => {
  // A connection that was busy at first is idle after its answer, and would be waited for.
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
  await app.close();
  clearInterval(sweep);
};

const register = async (doors: Doors): Promise<void> => {
  const document = JSON.stringify(createOpenApi(doors.parts.publicUrl));
  doors.usage.serves(ownApi.slug, await registerOwnContract(doors, ownApi, document));
};

/** Opens the database, migrates it, and starts what the roles ask for. The app does not listen yet. */
export const startHub = async (
  config: Config,
  log: Log,
  options: { consoleFolder: string | null; now?: () => Date },
): Promise<Hub> => {
  const database = await openDatabase(config.database);
  await database.migrate();
  const parts = createParts(config, database, log, options.now);
  const catalog = new Catalog(database.store);
  const workers = createWorkers(parts, catalog, {
    isWorking: config.roles.has('worker'),
    postgresUrl: config.database.dialect === 'postgresql' ? config.database.url : null,
  });
  const doors: Doors = {
    parts,
    keyRing: new KeyRing(database.store, parts.now),
    catalog,
    publisher: workers.publisher,
    usage: new UsageCounter(database.store, parts.now),
    contracts: new ContractReader(),
    wake: workers.wake,
  };
  const app = config.roles.has('api')
    ? await createApp(doors, { trustProxy: config.trustProxy, consoleFolder: options.consoleFolder })
    : null;
  await workers.start();
  let isStopping = false;
  return {
    parts,
    doors,
    app,
    tidy: workers.tidy,
    registerContract: async () =>
      register(doors).catch((error: unknown) => {
        if (!isStopping) log.warn({ err: error }, 'could not register our own contract');
      }),
    stop: async () => {
      isStopping = true;
      if (app) await closeApp(app);
      await workers.stop();
      await doors.usage.flush();
      await doors.contracts.close();
      await parts.mailer.close();
      await parts.outbound.close();
      await database.close();
    },
  };
};

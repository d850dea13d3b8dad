import { join } from 'node:path';
import { ConfigError, readConfig } from './config.ts';
import type { Hub } from './hub.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const failWith = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const readConfigOrFail = () => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return failWith(error.message);
    throw error;
  }
};

/** An attempt takes 20 seconds, and supervisors kill after 40. */
const stopMaxMs = 35_000;

const stopOnSignal = (hub: Hub): void => {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // A second signal does not wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    say(`Stopping on ${signal}: finishing requests and attempts under way.`);
    setTimeout(
      () => failWith('Could not stop in time: what was under way is done again.'),
      stopMaxMs,
    ).unref();
    hub.stop().then(
      () => process.exit(0),
      (error: unknown) => failWith(`Could not stop in order: ${String(error)}`),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

// Whatever is made is for this user alone.
process.umask(0o077);
const config = readConfigOrFail();
// Loaded after the configuration was read: a wrong variable is reported at once.
const [
  { startHub },
  { createLog },
  { everyone },
  { createSetUpLink, isSetUpNeeded },
  { StartRefusal },
  { startWatchdog },
  { giveBackMemory },
] = await Promise.all([
  import('./hub.ts'),
  import('./platform/process/log.ts'),
  import('./platform/database/owner.ts'),
  import('./administration/invitation/invitation.service.ts'),
  import('./platform/installation/start-refusal.ts'),
  import('./platform/process/watchdog.ts'),
  import('./platform/process/give-back.ts'),
]);
const log = createLog(config.logLevel);
const hub = await startHub(config, log, {
  consoleFolder: join(import.meta.dirname, '../../web/dist'),
  isListening: true,
}).catch((error: unknown) => {
  if (error instanceof StartRefusal) return failWith(error.message);
  throw error;
});
stopOnSignal(hub);
startWatchdog(hub.parts.store, config.database.dialect === 'sqlite' ? config.database.file : null);

if (hub.app) {
  say(`Parley listens on ${config.publicUrl}`);
  void hub.registerContract().then(async () => giveBackMemory(log));
  if (await isSetUpNeeded(hub.parts.openEm(everyone))) {
    const link = await createSetUpLink(hub.parts);
    say(`\nNobody has an account yet. Set up the first one here; the link works once:\n\n  ${link}`);
  }
} else {
  say(`Parley works as ${[...config.roles].join(' and ')}.`);
  await giveBackMemory(log);
}

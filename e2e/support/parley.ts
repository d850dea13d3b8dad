import { constants, copyFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Child, type Ended, runChild, startChild } from './child.ts';
import { findFreePort } from './free-port.ts';
import { type Credential, openRest, type Rest } from './rest.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const mainFile = join(root, 'server/src/main.ts');
const cliFile = join(root, 'server/src/cli/parley.ts');

/** How a Parley is started. */
export interface ParleyOptions {
  /** Data folder to use and to leave behind; a private one that goes with the process unless given. */
  folder?: string;
  /** Port to listen on; a free one unless given. */
  port?: number;
  /** Seconds before each attempt. */
  retrySchedule?: readonly number[];
  /** Further variables; they win over ours. */
  environment?: Record<string, string>;
}

/** A running Parley of our own: a real process on a free port with a database of its own. */
export interface Parley extends AsyncDisposable {
  url: string;
  port: number;
  /** The link that the process prints while nobody has an account; waits for it. */
  setUpLink: () => Promise<string>;
  /** All that the process printed so far. */
  output: () => string;
  /** Resolves when the process has printed this. */
  waitForOutput: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Runs a command of the command line with `--json` on the same database; throws when it fails. */
  cli: (args: string[], input?: string) => Promise<unknown>;
  /** Runs a command of the command line as it is. */
  runCli: (args: string[], input?: string) => Promise<Ended>;
  /** Creates a key, and its consumer when the name is new, with the command line. */
  createKey: (consumer: string, scopes: string, environment?: 'live' | 'test') => Promise<CreatedKey>;
  /** A client with this key, with these headers instead, or with no credential. Closed with the process. */
  rest: (credential: Credential) => Rest;
  /** Resolves when the process has ended, for whatever reason. */
  ended: Child['ended'];
  /** Asks the process to end and answers its exit code. */
  stop: () => Promise<number | null>;
  /** Ends the process as a power cut would. */
  kill: () => Promise<void>;
}

/** What `parley key create --json` prints. */
export interface CreatedKey {
  consumerId: string;
  keyId: string;
  secret: string;
}

const databaseFile = (folder: string): string => join(folder, 'parley.db');

const environmentOf = (folder: string, port: number, options: ParleyOptions): NodeJS.ProcessEnv => {
  // Nothing of the developer's own Parley gets in.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'));
  return {
    ...Object.fromEntries(inherited),
    PARLEY_PORT: String(port),
    PARLEY_DATABASE_URL: `sqlite:${databaseFile(folder)}`,
    PARLEY_OUTBOUND_ALLOW: '127.0.0.0/8',
    PARLEY_LOG_LEVEL: 'warn',
    ...(options.retrySchedule ? { PARLEY_RETRY_SCHEDULE: options.retrySchedule.join(',') } : {}),
    ...options.environment,
  };
};

/** Starts the process with these variables besides our own and waits for its end: for starts that have to fail. */
export const runParley = async (environment: Record<string, string>): Promise<Ended> => {
  using folder = createTemporaryFolder();
  const variables = environmentOf(folder.path, await findFreePort(), { environment });
  // Awaited here: the folder goes when this returns.
  return await runChild(mainFile, [], variables);
};

/** Runs a command of the command line with these variables besides our own: for those that have to fail. */
export const runCliOn = async (environment: Record<string, string>, args: string[]): Promise<Ended> => {
  using folder = createTemporaryFolder();
  const variables = environmentOf(folder.path, await findFreePort(), { environment });
  // Awaited here: the folder goes when this returns.
  return await runChild(cliFile, args, variables);
};

const startListening = async (
  folder: string,
  options: ParleyOptions,
): Promise<{ child: Child; port: number }> => {
  for (let tries = 0; ; tries += 1) {
    const port = options.port ?? (await findFreePort());
    const child = startChild(mainFile, [], environmentOf(folder, port, options));
    try {
      await child.waitForOutput(/^Parley (?:listens|works)\b.*\n/m);
      return { child, port };
    } catch (error) {
      child.process.kill('SIGKILL');
      // Between finding a free port and listening, anybody may have taken it.
      if (options.port !== undefined || tries >= 3 || !child.output().includes('something else listens'))
        throw error;
    }
  }
};

const stopGraceMs = 30_000;

const end = async (child: Child, signal: NodeJS.Signals): Promise<number | null> => {
  child.process.kill(signal);
  const timer = setTimeout(() => child.process.kill('SIGKILL'), stopGraceMs);
  const { code } = await child.ended;
  clearTimeout(timer);
  return code;
};

const createCli = (environment: NodeJS.ProcessEnv): Pick<Parley, 'cli' | 'runCli' | 'createKey'> => {
  const runCli: Parley['runCli'] = async (args, input) => runChild(cliFile, args, environment, input);
  const cli: Parley['cli'] = async (args, input) => {
    const { code, stdout, stderr } = await runCli([...args, '--json'], input);
    if (code !== 0) throw new Error(`parley ${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const createKey: Parley['createKey'] = async (consumer, scopes, env = 'live') =>
    (await cli(['key', 'create', '--consumer', consumer, '--env', env, '--scopes', scopes])) as CreatedKey;
  return { runCli, cli, createKey };
};

/** A database that has its tables already spares each start the migrations; without one they run as usual. */
const beginWithTemplate = (folder: string): void => {
  const template = process.env.E2E_DATABASE_TEMPLATE;
  if (!template) return;
  copyFileSync(template, databaseFile(folder), constants.COPYFILE_FICLONE);
  // It belongs to this key.
  copyFileSync(join(dirname(template), 'master.key'), join(folder, 'master.key'));
};

/** Starts a Parley and answers when `/healthz` does. `await using` ends it and removes its private folder. */
export const startParley = async (options: ParleyOptions = {}): Promise<Parley> => {
  const own = options.folder === undefined ? createTemporaryFolder() : null;
  const folder = options.folder ?? own?.path ?? '';
  if (own) beginWithTemplate(folder);
  const { child, port } = await startListening(folder, options);
  const url = `http://127.0.0.1:${port}`;
  const clients: Rest[] = [];
  const rest: Parley['rest'] = (credential) => {
    const client = openRest(url, credential);
    clients.push(client);
    return client;
  };
  const close = async (signal: NodeJS.Signals) => {
    const code = await end(child, signal);
    for (const client of clients.splice(0)) await client[Symbol.asyncDispose]();
    return code;
  };
  const health = await rest(null).get('/healthz');
  if (health.status !== 200) throw new Error(`/healthz answers ${health.status}`);
  return {
    url,
    port,
    setUpLink: async () => (await child.waitForOutput(/\bhttp\S+\/set-up\?token=\S+/))[0],
    output: child.output,
    waitForOutput: child.waitForOutput,
    ...createCli(environmentOf(folder, port, options)),
    rest,
    ended: child.ended,
    stop: async () => close('SIGTERM'),
    kill: async () => void (await close('SIGKILL')),
    [Symbol.asyncDispose]: async () => {
      await close('SIGTERM');
      own?.[Symbol.dispose]();
    },
  };
};

/** What can be done with a Parley that somebody else started. */
export type RunningParley = Pick<Parley, 'url' | 'rest' | 'runCli'> & AsyncDisposable;

/** Works with the Parley that is reached at this origin, and whose database these variables name. Leaves it running. */
export const joinParley = (url: string, environment: Record<string, string>): RunningParley => {
  const clients: Rest[] = [];
  return {
    url,
    runCli: createCli(environmentOf('', Number(new URL(url).port || 80), { environment })).runCli,
    rest: (credential) => {
      const client = openRest(url, credential);
      clients.push(client);
      return client;
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) await client[Symbol.asyncDispose]();
    },
  };
};

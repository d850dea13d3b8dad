// `pnpm seed`: the company of the demo, without traffic, in the database that PARLEY_DATABASE_URL names.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { joinParley, type RunningParley, startParley } from '../support/parley.ts';
import { signIn, type Staff } from '../support/staff.ts';
import { seedCompany } from './seed.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const email = 'demo@parley.example';

/** Where the database keeps its master key as well. */
const folderOf = (databaseUrl: string): string =>
  dirname(/^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(databaseUrl)?.[1] ?? 'data/parley.db');

/** Made at the first run and readable by its owner alone: a second run signs in with it. */
const keptPassword = (file: string): string => {
  try {
    writeFileSync(file, `${randomBytes(12).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    // There is one, or reading says what is wrong.
  }
  return readFileSync(file, 'utf8').trim();
};

const signInToSeed = async (
  parley: RunningParley,
  file: string,
): Promise<{ staff: Staff; password: string }> => {
  const password = keptPassword(file);
  const command = ['staff', 'create', '--email', email, '--role', 'owner', '--password-stdin'];
  const { code, stderr } = await parley.runCli(command, password);
  if (code !== 0 && !stderr.includes('already has an account')) throw new Error(stderr);
  try {
    return { staff: await signIn(parley, { email, password }), password };
  } catch (error) {
    throw new Error(`${email} has another password than ${file} says.`, { cause: error });
  }
};

/** A Parley of our own; on SQLite, which serves one process, the one that runs already. */
const openParley = async (environment: Record<string, string>): Promise<RunningParley> => {
  try {
    return await startParley({ environment });
  } catch (error) {
    const running = /Another Parley \(process \d+, since \S+, (http\S+)\)/.exec(String(error))?.[1];
    if (running === undefined) throw error;
    return joinParley(running, environment);
  }
};

const main = async (): Promise<void> => {
  const databaseUrl = process.env.PARLEY_DATABASE_URL || 'sqlite:./data/parley.db';
  // Where a Parley beside this one listens is its own affair.
  const { PARLEY_PORT: _port, PARLEY_HOST: _host, PARLEY_PUBLIC_URL: _url, ...given } = process.env;
  const variables = Object.entries(given).filter(([name, value]) => name.startsWith('PARLEY_') && value);
  await using parley = await openParley({
    ...(Object.fromEntries(variables) as Record<string, string>),
    PARLEY_DATABASE_URL: databaseUrl,
    // Sends nothing and leaves deliveries to the Parley that may be running.
    PARLEY_ROLES: 'api',
  });
  const folder = folderOf(databaseUrl);
  mkdirSync(folder, { recursive: true });
  const { staff, password } = await signInToSeed(parley, join(folder, 'demo.password'));
  // Of nobody: what is published to them fails by itself.
  const { made } = await seedCompany(
    staff.rest,
    async ({ path }) => `https://hooks.meadowlark.example${path}`,
  );
  const counts = Object.entries(made).map(([kind, count]) => `${kind} ${count}`);
  say(counts.length > 0 ? `Made: ${counts.join(', ')}.` : 'All of it was there already. Nothing was made.');
  say(`Sign in   ${email}`);
  say(`Password  ${password}`);
};

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

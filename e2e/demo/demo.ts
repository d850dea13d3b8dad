// `pnpm demo`: a Parley with a believable company in a temporary database and live traffic, until Ctrl-C.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Parley, startParley } from '../support/parley.ts';
import { startReceiver } from '../support/receiver.ts';
import { signIn } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { names } from './company.ts';
import { startRecoveries, writeHistory } from './history.ts';
import { playPartner } from './partners.ts';
import { employPeople } from './people.ts';
import { declareRequirements } from './requirements.ts';
import { secretName, seedCompany, type Secrets } from './seed.ts';
import { runReaders, runTraffic } from './traffic.ts';

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

const email = 'demo@parley.example';

const start = async (folder: string): Promise<Parley> => {
  const { PARLEY_PORT: port, PARLEY_HOST: host } = process.env;
  return startParley({
    folder,
    port: Number(port || 4100),
    // Short, so that a dead receiver is given up while somebody watches.
    retrySchedule: [0, 3, 10, 30],
    // As they were written: Parley itself says what is wrong with them.
    environment: { ...(port ? { PARLEY_PORT: port } : {}), ...(host ? { PARLEY_HOST: host } : {}) },
  });
};

const secretOf = (secrets: Secrets, consumer: string, environment: 'live' | 'test'): string => {
  const secret = secrets.get(secretName(consumer, environment));
  if (secret === undefined) throw new Error(`${consumer} has no key for ${environment}.`);
  return secret;
};

const welcome = async (parley: Parley, password: string, secrets: Secrets): Promise<void> => {
  const data = {
    paymentId: 'pay_9v5c1n8b3t',
    invoiceNumber: 'INV-2026-001042',
    amount: 9200,
    currency: 'EUR',
    cardLast4: '4242',
  };
  const console = await parley.rest(null).get('/');
  say(
    'Parley with the company Meadowlark Clinics, a week behind it and an event every few seconds. Ctrl-C ends it and removes everything.',
  );
  say();
  say(`  Open      ${parley.url}`);
  if (console.status !== 200)
    say('            (the console is not built yet: npx -y pnpm@12 build, then start this again)');
  say(`  Sign in   ${email}`);
  say(`  Password  ${password}`);
  say();
  say('Publish an event yourself, in the test environment:');
  say();
  say(`  curl -sS ${parley.url}/v1/events \\`);
  say(`    -H 'Authorization: Bearer ${secretOf(secrets, names.billing, 'test')}' \\`);
  say(`    -H 'Content-Type: application/json' \\`);
  say(`    -d '${JSON.stringify({ type: 'payment.captured', data })}'`);
  say();
};

const runCompany = async (parley: Parley, secrets: Secrets, stop: AbortSignal): Promise<void> => {
  const publishersOf = (environment: 'live' | 'test') => ({
    environment,
    scheduling: parley.rest(secretOf(secrets, names.scheduling, environment)),
    payments: parley.rest(secretOf(secrets, names.payments, environment)),
  });
  const readers = [names.app, names.billing].map((name) => parley.rest(secretOf(secrets, name, 'live')));
  await Promise.all([
    runTraffic(publishersOf('live'), { perSecond: 0.03, atOnce: 8 }, stop),
    runTraffic(publishersOf('test'), { perSecond: 0.01, atOnce: 2 }, stop),
    runReaders(readers, stop),
  ]);
};

const main = async (): Promise<number> => {
  const stop = new AbortController();
  let isAsked = false;
  const ask = () => {
    isAsked = true;
    stop.abort();
  };
  process.on('SIGINT', ask).on('SIGTERM', ask);
  using folder = createTemporaryFolder();
  const databaseUrl = `sqlite:${join(folder.path, 'parley.db')}`;
  await using parley = await start(folder.path);
  // Ends before Parley does, so that no slow answer is waited for.
  await using receiver = await startReceiver();
  void parley.ended.then(() => stop.abort());

  const password = randomBytes(12).toString('base64url');
  await parley.cli(['staff', 'create', '--email', email, '--role', 'owner', '--password-stdin'], password);
  const staff = await signIn(parley, { email, password });
  const { secrets } = await seedCompany(staff.rest, async (endpoint) => playPartner(receiver, endpoint));
  const people = await employPeople(parley, staff.rest);
  await declareRequirements(people.engineer, people.admin);
  await writeHistory(staff.rest, databaseUrl, Date.now());
  await startRecoveries(people.engineer, people.support);
  await welcome(parley, password, secrets);
  await runCompany(parley, secrets, stop.signal);

  if (!isAsked) throw new Error(`Parley ended by itself:\n${parley.output()}`);
  say('Stopping.');
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

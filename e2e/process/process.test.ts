import { createServer } from 'node:net';
import { DeliveryDetail, DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EventPublished } from '@parley/shared/webhooks/event';
import { expect, test } from 'vitest';
import { createIntegrator } from '../support/integrator.ts';
import { type Parley, runParley, startParley } from '../support/parley.ts';
import { startReceiver } from '../support/receiver.ts';
import { read } from '../support/rest.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const owner = ['staff', 'create', '--email', 'ada@clinic.example', '--role', 'owner', '--password-stdin'];

const oneLine = /^[^\n]+\n$/;

test.each([
  ['PARLEY_PORT', '99999', '1 to 65535'],
  ['PARLEY_OUTBOUND_ALLOW', '10.0.0.0/99', 'CIDR'],
  ['PARLEY_RETRY_SCHEDULE', '5,soon', 'seconds'],
])(
  'a wrong %s stops the start with one line that names it, its value and what it takes',
  async (name, value, takes) => {
    const { code, stdout, stderr } = await runParley({ [name]: value });

    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain(name);
    expect(stderr).toContain(value);
    expect(stderr).toContain(takes);
  },
);

test.each([
  ['PARLEY_MASTER_KEY', 'hunter2-is-too-short', '32 bytes'],
  ['PARLEY_DATABASE_URL', 'mysql://root:hunter2@db.example/parley', 'postgres://'],
])('a wrong %s is named without its value, which is a secret', async (name, value, takes) => {
  const { code, stdout, stderr } = await runParley({ [name]: value });

  expect(code).toBe(1);
  expect(stderr).toMatch(oneLine);
  expect(stderr).toContain(name);
  expect(stderr).toContain(takes);
  expect(stdout + stderr).not.toContain('hunter2');
});

test('an unknown PARLEY_ variable stops the start and is told the known ones', async () => {
  const { code, stderr } = await runParley({ PARLEY_PROT: '4100' });

  expect(code).toBe(1);
  expect(stderr).toMatch(oneLine);
  expect(stderr).toContain('PARLEY_PROT');
  expect(stderr).toContain('PARLEY_PORT');
});

test('a port that is taken stops the start with one line that names it', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });

  const { code, stderr } = await runParley({ PARLEY_PORT: String(port) });
  server.close();

  expect(code).toBe(1);
  expect(stderr).toMatch(oneLine);
  expect(stderr).toContain(`PARLEY_PORT is ${port}`);
});

test('the set-up link is printed only while nobody has an account', async () => {
  using folder = createTemporaryFolder();
  await using first = await startParley({ folder: folder.path });
  const link = await first.setUpLink();
  await first.cli(owner, 'a long enough password\n');
  await first.stop();

  await using second = await startParley({ folder: folder.path });
  await second.stop();

  expect(link).toMatch(new RegExp(`^${first.url}/set-up\\?token=[\\w-]{20,}$`));
  expect(second.output()).toContain('Parley listens on');
  expect(second.output()).not.toContain('set-up');
});

test('SIGTERM without work ends with 0 and says so', async () => {
  await using parley = await startParley();

  const code = await parley.stop();

  expect(code).toBe(0);
  expect(parley.output()).toContain('Stopping on SIGTERM');
});

test('SIGTERM lets an attempt under way finish, records it and ends with 0', async () => {
  using folder = createTemporaryFolder();
  await using receiver = await startReceiver();
  await using first = await startParley({ folder: folder.path });
  const integrator = await createIntegrator(first);
  await integrator.createEndpoint(receiver.url('/slow'));
  const answerNow = Promise.withResolvers<void>();
  receiver.script('/slow', async () => {
    await answerNow.promise;
    return { status: 202, body: 'kept' };
  });

  await integrator.publish({ amount: 1 });
  await receiver.next();
  const stopped = first.stop();
  await first.waitForOutput(/Stopping on SIGTERM/);
  answerNow.resolve();
  const code = await stopped;

  await using second = await startParley({ folder: folder.path });
  const rest = second.rest(integrator.secret);
  const { items } = read(DeliveryPage, await rest.get('/v1/deliveries'));
  const delivery = read(DeliveryDetail, await rest.get(`/v1/deliveries/${items[0]?.id}`));
  expect(code).toBe(0);
  expect(items).toHaveLength(1);
  expect(delivery).toMatchObject({ status: 'delivered', attemptCount: 1, lastResponseStatus: 202 });
  expect(delivery.attempts).toMatchObject([
    { outcome: 'delivered', responseStatus: 202, responseBody: 'kept' },
  ]);
  expect(receiver.received).toHaveLength(1);
});

const cycles = 3;
const clients = 6;
const acknowledgedBeforeKill = 150;

const prepareLedger = async (parley: Parley, url: string): Promise<string> => {
  const integrator = await createIntegrator(parley);
  await integrator.createEndpoint(url);
  return integrator.secret;
};

/** Publishes with several clients at once until the process is gone; fails when anything else goes wrong. */
const publishUntilKilled = async (
  parley: Parley,
  secret: string,
  ledger: Map<string, number>,
): Promise<void> => {
  const rest = parley.rest(secret);
  const enough = Promise.withResolvers<void>();
  const goal = ledger.size + acknowledgedBeforeKill;
  const killed = new AbortController();
  const publish = async (client: number): Promise<void> => {
    for (let amount = ledger.size; !killed.signal.aborted; amount += 1) {
      const data = { amount, note: `${parley.port} ${client}` };
      const answer = await rest.post('/v1/events', { type: 'payment.captured', data });
      ledger.set(read(EventPublished, answer, 201).id, amount);
      if (ledger.size >= goal) enough.resolve();
    }
  };
  const load = Array.from({ length: clients }, async (_, client) =>
    publish(client).catch((error: unknown) => {
      if (!killed.signal.aborted) enough.reject(error);
    }),
  );
  await enough.promise;
  killed.abort();
  await parley.kill();
  await Promise.all(load);
};

test('kill -9 under load loses no acknowledged event, and repetitions carry the same webhook-id', async () => {
  using folder = createTemporaryFolder();
  await using receiver = await startReceiver();
  // Slow enough that every kill finds attempts under way, which have to be repeated.
  receiver.script('/ledger', { status: 204, delayMs: 20 });
  const options = { folder: folder.path, retrySchedule: [0, 1, 1, 1] };
  const ledger = new Map<string, number>();
  let secret = '';

  for (let cycle = 0; cycle < cycles; cycle += 1) {
    await using parley = await startParley(options);
    if (cycle === 0) secret = await prepareLedger(parley, receiver.url('/ledger'));
    await publishUntilKilled(parley, secret, ledger);
  }
  await using last = await startParley(options);
  const rest = last.rest(secret);
  const countPending = async () =>
    read(DeliveryPage, await rest.get('/v1/deliveries?status=pending')).items.length;
  await expect.poll(countPending).toBe(0);

  const seen = Map.groupBy(receiver.received, ({ headers }) => String(headers['webhook-id']));
  const bodiesOf = (id: string) => [...new Set(seen.get(id)?.map(({ body }) => body.toString()))];
  expect(ledger.size).toBeGreaterThanOrEqual(cycles * acknowledgedBeforeKill);
  expect([...ledger.keys()].filter((id) => !seen.has(id))).toEqual([]);
  for (const [id, amount] of ledger)
    expect(bodiesOf(id).map((body) => JSON.parse(body))).toMatchObject([
      { type: 'payment.captured', data: { amount } },
    ]);
  expect(receiver.received.length).toBeGreaterThan(seen.size);
  const facts = [...seen.keys()].map((id) => JSON.stringify(JSON.parse(bodiesOf(id)[0] ?? '').data));
  expect(new Set(facts).size).toBe(facts.length);
});

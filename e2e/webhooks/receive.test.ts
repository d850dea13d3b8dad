import { join } from 'node:path';
import { request } from 'undici';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { startParley } from '../support/parley.ts';
import { integratorScopes, prepareIntegrator } from '../support/integrator.ts';
import { createOwner } from '../support/staff.ts';

const commandLineFile = join(import.meta.dirname, '../../server/src/cli/parley.ts');
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

interface Running {
  child: Child;
  url: string;
}

const start = async (args: string[], variables: Record<string, string> = {}): Promise<Running> => {
  const child = startChild(commandLineFile, ['receive', '--port', '0', ...args], {
    ...process.env,
    // Opening it would fail.
    PARLEY_DATABASE_URL: 'nothing:/at/all',
    ...variables,
  });
  const [, url = ''] = await child.waitForOutput(/Receiving on (\S+)/);
  return { child, url };
};

const post = async (url: string, body: string, signedWith = secret, id = 'evt_1'): Promise<number> => {
  const now = new Date();
  const { statusCode, body: answer } = await request(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(signedWith).sign(id, now, body),
    },
  });
  await answer.dump();
  return statusCode;
};

test('each webhook is printed with its type, its id, its digits, and whether it is what it says', async () => {
  const { child, url } = await start([], { PARLEY_WEBHOOK_SECRET: secret });
  await using receiver = child;
  const other = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;

  const status = await post(url, '{"type":"invoice.paid","data":{"total":12345678901234567890.10}}');
  await post(url, '{"type":"invoice.paid","data":{}}', other, 'evt_2');
  const answer = await request(url, { method: 'POST', body: 'hello' });
  await answer.body.dump();
  await receiver.waitForOutput(/without a webhook-id[^]*answered 200/);
  receiver.process.kill('SIGINT');
  const { code } = await receiver.ended;

  expect(status).toBe(200);
  expect(receiver.output()).toMatch(/invoice\.paid {2}evt_1\n {2}verified: /);
  expect(receiver.output()).toContain('"total": 12345678901234567890.10');
  expect(receiver.output()).toMatch(/invoice\.paid {2}evt_2\n {2}NOT VERIFIED: /);
  expect(receiver.output()).toContain('The header webhook-signature is missing.');
  expect(code).toBe(0);
});

test('a Parley that is answered with errors comes again, and is verified in the end', async () => {
  await using parley = await startParley({ retrySchedule: [0, 0.2, 0.2, 0.2] });
  const staff = await createOwner(parley);
  const integrator = await prepareIntegrator(
    parley,
    await staff.createKey('Northwind', [...integratorScopes]),
  );
  const { child, url } = await start(['--fail', '2', '--once', '--json']);
  await using receiver = child;

  await integrator.rest.post('/v1/endpoints', { url, eventTypes: ['payment.*'] });
  await integrator.rest.post('/v1/events', { type: 'payment.captured', data: { amount: 4200 } });
  const { code } = await receiver.ended;

  const lines = receiver
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const statuses = lines.map((line) => JSON.parse(line) as { status: number; times: number });
  expect(statuses.map(({ status, times }) => [status, times])).toEqual([
    [500, 1],
    [500, 2],
    [200, 3],
  ]);
  // Without a secret nothing is verified, and nothing is wrong.
  expect(code).toBe(0);
});

test('--once ends with 1 for what is not verified, and --status is what is answered', async () => {
  const { child, url } = await start(['--once', '--status', '410', '--secret', secret]);
  await using receiver = child;

  const status = await post(url, '{}', `whsec_${Buffer.alloc(24, 9).toString('base64')}`);

  expect(status).toBe(410);
  expect(await receiver.ended).toMatchObject({ code: 1 });
});

test('what a stranger sends is bounded, and moves no terminal', async () => {
  const { child, url } = await start([]);
  await using receiver = child;
  const rows = JSON.stringify({
    type: '\u001b[2J\u202egone',
    data: Array.from({ length: 5000 }, (_, row) => row),
  });

  await post(url, rows.replace('\\u001b', '\u009b'));
  await post(url, '['.repeat(200_000) + ']'.repeat(200_000), secret, 'evt_deep');
  const large = await request(url, { method: 'POST', body: Buffer.alloc(2_000_000, 32) }).catch(() => null);
  const read = await request(url);
  await receiver.waitForOutput(/is not shown/);
  receiver.process.kill('SIGTERM');
  const { code } = await receiver.ended;

  // oxlint-disable-next-line no-control-regex
  expect(receiver.output()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(receiver.output().length).toBeLessThan(8000);
  expect([413, undefined]).toContain(large?.statusCode);
  expect(read.statusCode).toBe(405);
  expect(code).toBe(0);
});

test('a port that is taken and a secret that is none are refused with a sentence', async () => {
  const { child, url } = await start([]);
  await using _first = child;
  const run = async (...args: string[]) => {
    await using second = startChild(commandLineFile, ['receive', ...args], process.env);
    const { code } = await second.ended;
    return { code, output: second.output() };
  };

  expect(await run('--port', new URL(url).port)).toMatchObject({
    code: 1,
    output: expect.stringContaining('Name another with --port.'),
  });
  expect(await run('--secret', 'parley_live_abc')).toMatchObject({
    code: 1,
    output: expect.stringContaining('begins with whsec_'),
  });
});

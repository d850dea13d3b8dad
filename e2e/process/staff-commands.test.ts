import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Parley, startParley } from '../support/parley.ts';
import { startPostgres } from '../support/postgres.ts';

const password = 'a long enough password';

const create = async (parley: Parley, name: string, role: string): Promise<unknown> =>
  parley.cli(
    ['staff', 'create', '--email', `${name}@clinic.example`, '--role', role, '--password-stdin'],
    password,
  );

const signIn = async (parley: Parley, name: string, word = password) =>
  parley.rest({ origin: parley.url }).post('/trpc/session.signIn', {
    email: `${name}@clinic.example`,
    password: word,
  });

const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';

/** Does everything that `parley staff` does, beside a process that runs. */
const walk = async (parley: Parley) => {
  const ada = await create(parley, 'ada', 'owner');
  const bob = await create(parley, 'bob', 'viewer');
  const lines = await parley.runCli(['staff', 'list']);
  const { items } = (await parley.cli(['staff', 'list'])) as { items: { email: string }[] };
  expect([ada, bob]).toMatchObject([
    { role: 'owner', status: 'active' },
    { role: 'viewer', status: 'active' },
  ]);
  expect(items.map(({ email }) => email)).toEqual(['bob@clinic.example', 'ada@clinic.example']);
  expect(lines.stdout).toContain('ada@clinic.example  owner  active');

  const cookie = cookieOf(await signIn(parley, 'bob'));
  const asBob = parley.rest({ origin: parley.url, cookie });
  expect((await asBob.get('/v1/consumers')).status).toBe(200);
  await parley.cli(
    ['staff', 'password', '--email', 'bob@clinic.example', '--password-stdin'],
    'another long password',
  );
  expect((await asBob.get('/v1/consumers')).status).toBe(401);
  expect((await signIn(parley, 'bob')).status).toBe(401);
  const again = cookieOf(await signIn(parley, 'bob', 'another long password'));
  const asBobAgain = parley.rest({ origin: parley.url, cookie: again });
  expect((await asBobAgain.get('/v1/consumers')).status).toBe(200);

  expect(await parley.cli(['staff', 'reset-second-factor', '--email', 'bob@clinic.example'])).toMatchObject({
    hasSecondFactor: false,
  });
  expect(await parley.cli(['staff', 'end-single-sign-on', '--email', 'bob@clinic.example'])).toMatchObject({
    hasSingleSignOn: false,
  });
  expect(await parley.cli(['staff', 'disable', '--email', 'bob@clinic.example'])).toMatchObject({
    status: 'disabled',
  });
  expect((await asBobAgain.get('/v1/consumers')).status).toBe(401);

  const last = await parley.runCli(['staff', 'disable', '--email', 'ada@clinic.example']);
  const nobody = await parley.runCli(['staff', 'password', '--email', 'no@clinic.example'], password);
  const twice = await parley.runCli(
    ['staff', 'create', '--email', 'ada@clinic.example', '--role', 'owner', '--password-stdin'],
    password,
  );
  const weak = await parley.runCli(['staff', 'password', '--email', 'ada@clinic.example'], 'short');
  expect([last, nobody, twice, weak].map(({ code, stdout }) => [code, stdout])).toEqual([
    [1, ''],
    [1, ''],
    [1, ''],
    [1, ''],
  ]);
  expect(nobody.stderr).toContain('Nobody has the address no@clinic.example');
  expect(twice.stderr).toContain('already has an account');
  expect(weak.stderr).toContain('The password is refused');
};

describe('every command of staff', () => {
  test('works beside a running process on SQLite, and says why it refuses', async () => {
    await using parley = await startParley();

    await expect(walk(parley)).resolves.toBeUndefined();
  });

  test('works beside a running process on PostgreSQL, and says why it refuses', async () => {
    await using postgres = await startPostgres();
    await using parley = await startParley({
      environment: {
        PARLEY_DATABASE_URL: postgres.url,
        PARLEY_MASTER_KEY: randomBytes(32).toString('base64'),
      },
    });

    await expect(walk(parley)).resolves.toBeUndefined();
  });
});

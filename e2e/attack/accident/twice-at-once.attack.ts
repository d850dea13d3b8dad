import { randomBytes, randomUUID } from 'node:crypto';
import { StaffPage } from '@parley/shared/administration/staff';
import { ConsumerView } from '@parley/shared/access/consumer';
import { integratorScopes, prepareIntegrator } from '../../support/integrator.ts';
import type { Parley } from '../../support/parley.ts';
import { type Answer, read, type Rest } from '../../support/rest.ts';
import { owner, signIn, type Staff } from '../../support/staff.ts';
import type { Attack } from '../attack.ts';

type Pair = readonly [Parley, Parley];

const assert = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

const statusesOf = (answers: readonly Answer[]): string => answers.map(({ status }) => status).join(', ');

const textOf = (answer: Answer, field: string): string =>
  new RegExp(String.raw`"${field}":"([^"]*)"`).exec(JSON.stringify(answer.body))?.[1] ?? '';

/** The answers that are no "still running", which is a fair answer to the second of two. */
const idsOf = (answers: readonly Answer[], field = 'id'): Set<string> => {
  for (const { status } of answers)
    assert(status === 201 || status === 409, `One Idempotency-Key was answered ${statusesOf(answers)}.`);
  return new Set(answers.filter(({ status }) => status === 201).map((answer) => textOf(answer, field)));
};

const linkMakesOneOwner = async (pair: Pair): Promise<Staff> => {
  // Each process that finds nobody prints a link and ends the one before.
  const token = new URL(await pair[1].setUpLink()).searchParams.get('token');
  const people = Array.from({ length: 6 }, (_, index) => ({ ...owner, email: `ada${index}@clinic.example` }));
  const answers = await Promise.all(
    people.map(async (person, index) => {
      const parley = pair[index % 2 === 0 ? 0 : 1];
      const invited = { token, name: 'Ada', ...person };
      return parley.rest({ origin: parley.url }).post('/trpc/session.acceptInvitation', invited);
    }),
  );
  const made = people.filter((_, index) => answers[index]?.status === 200);
  assert(made.length === 1, `One set-up link made ${made.length} owners: ${statusesOf(answers)}.`);
  return signIn(pair[0], made[0]);
};

const keysAreOne = async (both: readonly Rest[], consumerId: string): Promise<void> => {
  const key = { name: 'ci', consumerId, environment: 'live', scopes: ['events:read'] };
  const headers = { 'idempotency-key': randomUUID() };
  const answers = await Promise.all(both.map(async (rest) => rest.post('/v1/api-keys', key, headers)));
  assert(idsOf(answers).size === 1, `One Idempotency-Key made two keys: ${statusesOf(answers)}.`);
};

const eventsAreOne = async (both: readonly Rest[]): Promise<void> => {
  const event = { type: 'payment.captured', data: { amount: 1 } };
  const headers = { 'idempotency-key': randomUUID() };
  const keyed = await Promise.all(both.map(async (rest) => rest.post('/v1/events', event, headers)));
  assert(idsOf(keyed).size === 1, `One Idempotency-Key made two events: ${statusesOf(keyed)}.`);
  const own = { ...event, id: randomUUID() };
  const named = await Promise.all(both.map(async (rest) => rest.post('/v1/events', own)));
  const times = new Set(named.map((answer) => textOf(answer, 'createdAt')));
  assert(
    named.every(({ status }) => status === 201),
    `One event was answered ${statusesOf(named)}.`,
  );
  assert(times.size === 1, 'One id made two events.');
};

const inviteOwner = async (pair: Pair, first: Staff): Promise<{ id: string; rest: Rest }> => {
  const email = 'grace@clinic.example';
  const invited = await first.rest.post('/trpc/staff.invite', { email, role: 'owner' });
  const token = new URL(textOf(invited, 'invitationUrl')).searchParams.get('token');
  const { password } = owner;
  const accept = { token, name: 'Grace', password };
  await pair[1].rest({ origin: pair[1].url }).post('/trpc/session.acceptInvitation', accept);
  const { rest } = await signIn(pair[1], { email, password });
  return { id: textOf(invited, 'id'), rest };
};

const oneOwnerStays = async (pair: Pair, first: Staff, rounds: number): Promise<void> => {
  const grace = await inviteOwner(pair, first);
  const list = async (rest: Rest) => read(StaffPage, await rest.get('/v1/staff')).items;
  const staff = await list(first.rest);
  const ada = { id: staff.find(({ id }) => id !== grace.id)?.id ?? '', rest: first.rest };
  const change = async (rest: Rest, id: string, role: string) =>
    rest.post('/trpc/staff.update', { id, role });
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all([
      change(ada.rest, grace.id, 'viewer'),
      change(grace.rest, ada.id, 'viewer'),
    ]);
    const winner = answers[0]?.status === 200 ? ada : grace;
    const loser = winner === ada ? grace : ada;
    const back = await change(winner.rest, loser.id, 'owner');
    assert(back.status === 200, `Two owners demoted each other and none was left: ${statusesOf(answers)}.`);
  }
};

const failuresCount = async (pair: Pair): Promise<void> => {
  const email = `${randomUUID()}@clinic.example`;
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const parley = pair[index % 2 === 0 ? 0 : 1];
      return parley.rest({ origin: parley.url }).post('/trpc/session.signIn', { email, password: 'wrong' });
    }),
  );
  const failed = answers.filter(({ status }) => status === 401).length;
  const waiting = answers.filter(({ status }) => status === 429).length;
  assert(failed === 5 && waiting === 15, `Twenty wrong sign-ins were answered ${statusesOf(answers)}.`);
};

/** Two processes on one PostgreSQL are asked for the same at the same moment. */
export const attack: Attack = {
  name: 'what two processes are asked for at once is done once',
  databases: ['postgresql'],
  run: async ({ start, createDatabase, isShort }) => {
    const environment = {
      PARLEY_DATABASE_URL: await createDatabase(),
      PARLEY_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    await using one = await start({ environment });
    await using two = await start({ environment });
    const pair = [one, two] as const;
    const rounds = isShort ? 3 : 20;

    const first = await linkMakesOneOwner(pair);
    const asStaff = pair.map((parley) => parley.rest({ cookie: first.cookie, origin: parley.url }));
    const consumer = { name: 'Northwind', kind: 'partner' };
    const { id } = read(ConsumerView, await first.rest.post('/v1/consumers', consumer), 201);
    const created = await first.createKey('Northwind Billing', integratorScopes);
    const integrator = await prepareIntegrator(one, created);
    const asKey = pair.map((parley) => parley.rest(integrator.secret));
    for (let round = 0; round < rounds; round += 1) {
      await keysAreOne(asStaff, id);
      await eventsAreOne(asKey);
    }
    await oneOwnerStays(pair, first, rounds);
    await failuresCount(pair);

    return `${rounds} rounds of keys, events, ids and demotions, one set-up link, twenty wrong sign-ins`;
  },
};

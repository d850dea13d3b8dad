// Sends every mutation of the router twice at once, and eight times, to two processes on one PostgreSQL, so that both have
// read before either writes. A new mutation fails until there is a row that says what holds after it; the rows stand in
// `testing/twice/`.
import type { AnyProcedure } from '@trpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createSetUpLink } from './administration/invitation/invitation.service.ts';
import { verifyAudit } from './administration/audit/audit-verdict.service.ts';
import { operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import { everyone } from './platform/database/owner.ts';
import { takesKey } from './platform/guard/context.ts';
import { createDatabase } from './testing/postgres.ts';
import { TestHub } from './testing/test-hub.ts';
import { accessRows } from './testing/twice/access-rows.ts';
import { administrationRows } from './testing/twice/administration-rows.ts';
import { Barrier } from './testing/twice/barrier.ts';
import { contractsRows } from './testing/twice/contracts-rows.ts';
import { endpointRows } from './testing/twice/endpoint-rows.ts';
import { gatewayRows } from './testing/twice/gateway-rows.ts';
import { monitoringRows } from './testing/twice/monitoring-rows.ts';
import { type Outcome, Pair } from './testing/twice/pair.ts';
import { fillPath, type Row } from './testing/twice/row.ts';
import { webhooksRows } from './testing/twice/webhooks-rows.ts';

const rows = {
  ...accessRows,
  ...administrationRows,
  ...contractsRows,
  ...endpointRows,
  ...gatewayRows,
  ...monitoringRows,
  ...webhooksRows,
};

const mutations = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>)
  .filter(([, { _def }]) => (_def as { type: string }).type === 'mutation')
  .map(([name]) => name);

const each = Object.entries(rows).flatMap(([name, { more = [], ...row }]) =>
  [row, ...more].map((one): [string, string, Row] => [name, one.holds, one]),
);

let pair: Pair;

beforeAll(async () => {
  pair = await Pair.start();
});

// All come from one address: what one row guessed wrong is no guess of the next.
beforeEach(async () => {
  await pair.rows('delete from sign_in_throttle');
});

afterAll(async () => {
  await pair[Symbol.asyncDispose]();
});

/** Nothing is a bug, nothing forgot whose problem it is, and the audit trail is one chain. */
const assertSound = async (outcomes: readonly Outcome[]): Promise<void> => {
  for (const { status, code, body } of outcomes) {
    expect(status, JSON.stringify(body)).toBeLessThan(500);
    expect(code, 'a constraint refused a row, and the service did not say what that means').not.toBe(
      'storage.conflict',
    );
  }
  expect(await verifyAudit(pair.hubs[0].hub.parts.openEm(everyone))).toMatchObject({ intact: true });
};

test('every mutation has a row that says what holds when it is sent twice at once', () => {
  const without = mutations.filter((name) => !(name in rows));

  expect(
    without,
    'Add a row to server/src/testing/twice/<wing>-rows.ts for each of these: how to prepare it, what to send, and what holds after it was sent twice at once.',
  ).toEqual([]);
  expect(Object.keys(rows).filter((name) => !mutations.includes(name))).toEqual([]);
});

describe.each([2, 8])('%i at once', (times) => {
  test.each(each)('%s: %s', async (_name, _holds, row) => {
    const { calls, after } = await row.prepare(pair, times);

    const outcomes = await pair.race(calls);

    expect(outcomes).toHaveLength(calls.length);
    await assertSound(outcomes);
    await after(outcomes);
  });
});

const keyed = operationsOf(appRouter).filter(({ meta }) => takesKey(meta));

test.each(keyed.map(({ name, meta }) => [name, meta.openapi] as const))(
  '%s with one Idempotency-Key at two processes is done once, and both hear the same',
  async (name, { method, path }) => {
    const { calls } = await rows[name]!.prepare(pair, 2);
    const sent = fillPath(path, calls[0]!.input);

    const outcomes = await pair.raceWithKey({ method, ...sent, as: calls[0]!.as });

    await assertSound(outcomes);
    expect(outcomes.map(({ code }) => code)).toEqual([null, null]);
    expect(outcomes[0]!.body).toEqual(outcomes[1]!.body);
    const replayed = outcomes.filter(({ headers }) => headers.get('idempotent-replayed') === 'true');
    expect(replayed).toHaveLength(1);
  },
);

test('the set-up link makes one owner, whatever addresses are typed', async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  const start = async () => TestHub.start('postgresql', { databaseUrl, roles: 'api' });
  await using one = await start();
  await using two = await start();
  await using barrier = await Barrier.open(databaseUrl);
  const token = new URL(await createSetUpLink(one.hub.parts)).searchParams.get('token');
  const accept = (hub: TestHub, name: string) => async () =>
    hub.trpc(
      'session.acceptInvitation',
      { token, email: `${name}@parley.example`, name, password: 'correct horse battery' },
      'POST',
    );

  const answers = await barrier.race(
    ['ada', 'bob', 'eve', 'kim', 'lea', 'max'].map((name, index) => accept(index % 2 ? one : two, name)),
  );

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200, 404, 404, 404, 404, 404,
  ]);
  expect(await one.hub.parts.store.all('select id from staff')).toHaveLength(1);
});

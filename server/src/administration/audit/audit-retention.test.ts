import { dayMs } from '@parley/shared/words/time';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { intruderIn } from '../../testing/audit-intruder.ts';
import { type Dialect, dialects, TestHub } from '../../testing/test-hub.ts';
import { removeOldEntries } from './audit-retention.service.ts';

const start = async (dialect: Dialect) => {
  const hub = await TestHub.start(dialect, { variables: { PARLEY_AUDIT_RETENTION: '30' } });
  const client = await hub.client();
  const register = async (name: string) =>
    expect((await client.rest('/v1/consumers', { body: { name, kind: 'partner' } })).status).toBe(201);
  return { hub, register, tidy: async () => removeOldEntries(hub.hub.parts), ...intruderIn(hub, dialect) };
};

describe.each(dialects)('the retention of the audit trail on %s', (dialect) => {
  test('what is older goes once a day, says so, and the rest is whole', async () => {
    const { hub, register, tidy, verify, rows } = await start(dialect);
    await using _hub = hub;
    for (const name of ['a', 'b']) await register(name);
    const young = await tidy();
    const { head: kept } = await verify();
    hub.advance(20 * dayMs);
    await register('c');
    hub.advance(10.5 * dayMs);
    const soon = await tidy();
    hub.advance(dayMs);

    const removed = [await tidy(), await tidy()];

    // Its beginning, a consumer, a key, and two consumers.
    expect([young, soon, ...removed]).toEqual([0, 0, 5, 0]);
    expect((await rows()).map(({ action }) => action)).toEqual(['consumer.create', 'audit.remove']);
    const verdict = await verify();
    expect(verdict).toMatchObject({ intact: true, entries: 2 });
    expect(verdict.detail).toContain('The retention removed 5 entries before them.');
    expect(await verify(kept!)).toMatchObject({ intact: true });
    expect(await verify(`5.${'a'.repeat(64)}`)).toMatchObject({ intact: false, fault: 'older' });
    const { items } = await hub.admin.audit.list({ action: 'audit.remove' });
    expect(items).toMatchObject([
      { actor: { kind: 'system' }, changes: { entries: { before: 5, after: 0 } } },
    ]);
  });

  test('afterwards whatever is done to it is seen as before', async () => {
    const { hub, register, tidy, verify, dropTriggers, run } = await start(dialect);
    await using _hub = hub;
    hub.advance(40 * dayMs);
    for (const name of ['a', 'b', 'c']) await register(name);
    expect(await tidy()).toBe(3);
    const removable = run('delete from audit_entry where position = 4');
    await expect(removable).rejects.toThrow(/audit trail/);
    await dropTriggers();
    await run(
      'create table kept_entry as select * from audit_entry',
      'create table kept_head as select * from audit_head',
    );

    for (const [statements, fault] of [
      [['delete from audit_entry where position = 4'], 'removed'],
      [[`update audit_entry set actor_name = 'x' where position = 4`], 'changed'],
      [
        ['delete from audit_entry where position = 4', 'update audit_head set cut_position = 4'],
        'head_changed',
      ],
      [
        [
          'delete from audit_entry where position = 4',
          `update audit_head set cut_position = 4, cut_hash = (select hash from kept_entry where position = 4)`,
        ],
        'head_changed',
      ],
      [['delete from audit_entry'], 'emptied'],
      [['update audit_head set cut_position = 0'], 'removed'],
    ] as const) {
      await run(...statements);
      expect([statements, await verify()]).toEqual([
        statements,
        expect.objectContaining({ intact: false, fault }),
      ]);
      await run(
        'delete from audit_entry',
        'delete from audit_head',
        'insert into audit_entry select * from kept_entry',
        'insert into audit_head select * from kept_head',
      );
    }
    expect(await verify()).toMatchObject({ intact: true });
  });

  test('what is not as it was written is not removed, so that it can be looked at', async () => {
    const { hub, tidy, verify, dropTriggers, run, rows } = await start(dialect);
    await using _hub = hub;
    await dropTriggers();
    await run(`update audit_entry set actor_name = 'x' where position = 2`);
    hub.advance(40 * dayMs);
    const before = await rows();

    expect(await tidy()).toBe(0);
    expect(await rows()).toEqual(before);
    expect(await verify()).toMatchObject({ intact: false, fault: 'changed' });
  });

  test('two processes that remove at once do it once', async () => {
    const { hub, tidy, verify } = await start(dialect);
    await using _hub = hub;
    hub.advance(40 * dayMs);

    await Promise.all([tidy(), tidy(), tidy()]);

    expect(await verify()).toMatchObject({ intact: true, entries: 1 });
  });

  test('a reason that comes with a call is in its entry, and is part of what is chained', async () => {
    const { hub, verify, dropTriggers, run } = await start(dialect);
    await using _hub = hub;
    const client = await hub.client();
    const why = 'leaked in a repository – née “test”';
    const body = { name: 'Northwind', kind: 'partner' };
    const headers = { 'x-reason': encodeURIComponent(why) };
    const { body: made } = await client.rest('/v1/consumers', { body, headers });
    const bad = await client.rest('/v1/consumers', { body, headers: { 'x-reason': '%zz' } });

    const { items } = await hub.admin.audit.list({ targetId: made.id });
    await dropTriggers();
    const before = await verify();
    await run(`update audit_entry set reason = 'another' where reason is not null`);

    expect(items).toMatchObject([{ action: 'consumer.create', reason: why }]);
    expect(bad.status).toBe(400);
    expect(before.intact).toBe(true);
    expect(await verify()).toMatchObject({ intact: false, fault: 'changed' });
  });
});

test('a restored backup is whole after a retention, and is known as the older state that it is', async () => {
  const { hub, register, tidy, verify, run } = await start('sqlite');
  await using _hub = hub;
  hub.advance(40 * dayMs);
  await register('a');
  await tidy();
  const file = join(tmpdir(), `parley-restored-${crypto.randomUUID()}.db`);
  await run(`vacuum into '${file}'`);
  const { head: early } = await verify();
  await register('b');
  const { head: late } = await verify();

  await using restored = await TestHub.start('sqlite', { databaseUrl: `sqlite:${file}` });
  const again = intruderIn(restored, 'sqlite');

  expect(await again.verify()).toMatchObject({ intact: true, head: early });
  expect(await again.verify(early!)).toMatchObject({ intact: true });
  expect(await again.verify(late!)).toMatchObject({ intact: false, fault: 'older' });
  await restored.client();
  expect(await again.verify(early!)).toMatchObject({ intact: true });
  rmSync(file);
});

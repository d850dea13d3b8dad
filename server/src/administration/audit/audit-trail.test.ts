import { useAuditKey } from './audit-key.service.ts';
import { SecretBox } from '../../platform/secret/secret.ts';
import { describe, expect, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { intruderIn, rechained } from '../../testing/audit-intruder.ts';
import { type Dialect, dialects, TestHub } from '../../testing/test-hub.ts';
import { openTrail } from './audit-trail.service.ts';

const start = async (dialect: Dialect) => {
  const hub = await TestHub.start(dialect);
  const client = await hub.client();
  const register = async (name: string) =>
    expect((await client.rest('/v1/consumers', { body: { name, kind: 'partner' } })).status).toBe(201);
  for (const name of ['a', 'b', 'c', 'd']) await register(name);
  return { hub, register, ...intruderIn(hub, dialect) };
};

describe.each(dialects)('the audit trail on %s', (dialect) => {
  test('it is one chain under concurrent changes, from its own beginning to the sealed end', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const { verify } = intruderIn(hub, dialect);

    const [, ...walks] = await Promise.all([
      Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          client.rest('/v1/consumers', { body: { name: `c${index}`, kind: 'partner' } }),
        ),
      ),
      verify(),
      verify(),
      verify(),
    ]);

    // Its beginning, a consumer, a key, and the twenty.
    expect(await verify()).toMatchObject({ intact: true, entries: 23, brokenAt: null, fault: null });
    expect(walks.every(({ intact }) => intact)).toBe(true);
  });

  test.each([
    [`update audit_entry set actor_name = 'x' where position = 2`],
    ['delete from audit_entry where position = 2'],
    ['update audit_head set position = position - 1'],
    [`update audit_head set hash = 'x'`],
    ['delete from audit_head'],
    ...(dialect === 'postgresql' ? [['truncate audit_entry'], ['truncate audit_head']] : []),
  ])('the database refuses: %s', async (statement) => {
    await using hub = await TestHub.start(dialect);
    await hub.client();
    const { run, verify } = intruderIn(hub, dialect);

    await expect(run(statement)).rejects.toThrow(/audit trail/);
    expect(await verify()).toMatchObject({ intact: true });
  });

  test('its state says at once whether the end is sealed, before anybody walks it', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner } = await hub.browser();
    const before = await owner.audit.state();
    await hub.client();

    const after = await owner.audit.state();
    const intruder = intruderIn(hub, dialect);
    await intruder.dropTriggers();
    await intruder.run(`update audit_head set hash = 'x'`);

    expect(before).toMatchObject({ isSealed: true });
    expect(after).toMatchObject({ entries: before.entries + 2, isSealed: true });
    expect(await owner.audit.state()).toMatchObject({ entries: after.entries, isSealed: false });
  });

  test('whatever is done to it without the master key is seen, and said of which kind it is', async () => {
    const { hub, run, verify, dropTriggers, rows, head } = await start(dialect);
    await using _hub = hub;
    await dropTriggers();
    await run(
      'create table kept_entry as select * from audit_entry',
      'create table kept_head as select * from audit_head',
    );
    const restore = async () =>
      run(
        'delete from audit_entry',
        'delete from audit_head',
        'insert into audit_entry select * from kept_entry',
        'insert into audit_head select * from kept_head',
      );
    const all = await rows();
    const last = all.length;
    const idAt = (position: number) => all[position - 1]!.id;
    const setHash = ({ position, hash }: { position: number; hash: string }) =>
      `update audit_entry set hash = '${hash}' where position = ${position}`;
    const copyOf = (position: number, to: string) =>
      `insert into audit_entry (id, position, at, actor_kind, actor_id, actor_name, action, target_id, consumer_id, environment, changes, request_id, peer, hash)
       select 'aud_forged', ${to}, at, actor_kind, actor_id, actor_name, action, target_id, consumer_id, environment, changes, request_id, peer, hash from audit_entry where position = ${position}`;
    const renumber = (from: number, by: number) => [
      `update audit_entry set position = position + 1000 where position >= ${from}`,
      `update audit_entry set position = position - 1000 + ${by} where position >= 1000`,
    ];
    const anew = rechained(all);
    const { hash: newEnd } = anew.at(-1)!;

    const cases: [what: string, statements: string[], fault: string, brokenAt: unknown][] = [
      ['a name changed', [`update audit_entry set actor_name = 'x' where position = 3`], 'changed', idAt(3)],
      [
        'a time changed',
        [
          `update audit_entry set at = (select at from kept_entry where position = 1) where position = ${last}`,
        ],
        'changed',
        idAt(last),
      ],
      ['one removed', ['delete from audit_entry where position = 3'], 'removed', idAt(4)],
      [
        'one removed, the rest numbered anew',
        ['delete from audit_entry where position = 3', ...renumber(4, -1)],
        'removed',
        idAt(4),
      ],
      ['one put in', [...renumber(3, 1), copyOf(2, '3')], 'inserted', 'aud_forged'],
      ['one put before the first', [copyOf(2, '0')], 'inserted', 'the end of the chain'],
      ['one put on the end', [copyOf(2, String(last + 1))], 'inserted', 'aud_forged'],
      [
        'two in each other’s place',
        [
          'update audit_entry set position = 1003 where position = 3',
          'update audit_entry set position = 3 where position = 4',
          'update audit_entry set position = 4 where position = 1003',
        ],
        'changed',
        idAt(4),
      ],
      [
        'the end cut off',
        [`delete from audit_entry where position >= ${last - 1}`],
        'cut',
        'the end of the chain',
      ],
      [
        'the end cut off and the head with it',
        [
          `delete from audit_entry where position >= ${last}`,
          `update audit_head set position = ${last - 1}, hash = (select hash from audit_entry where position = ${last - 1})`,
        ],
        'head_changed',
        'the end of the chain',
      ],
      ['emptied', ['delete from audit_entry'], 'emptied', 'the end of the chain'],
      [
        'emptied with its head',
        ['delete from audit_entry', 'delete from audit_head'],
        'emptied',
        'the end of the chain',
      ],
      [
        'emptied, the head at nothing',
        ['delete from audit_entry', `update audit_head set position = 0, hash = '', seal = null`],
        'emptied',
        'the end of the chain',
      ],
      ['the head removed', ['delete from audit_head'], 'head_missing', 'the end of the chain'],
      [
        'written anew in the old way',
        [
          `update audit_entry set actor_name = 'x' where position = 3`,
          ...anew.map(setHash),
          `update audit_head set hash = '${newEnd}'`,
        ],
        'changed',
        idAt(3),
      ],
      [
        'written anew in the old way from the first',
        [...anew.map(setHash), `update audit_head set hash = '${newEnd}'`],
        'not_sealed',
        'the end of the chain',
      ],
      [
        'written anew in the old way without a seal',
        [...anew.map(setHash), `update audit_head set hash = '${newEnd}', seal = null`],
        'not_sealed',
        'the end of the chain',
      ],
    ];
    for (const [what, statements, fault, brokenAt] of cases) {
      await run(...statements);
      const verdict = await verify();
      expect([what, verdict.intact, verdict.fault, verdict.brokenAt]).toEqual([what, false, fault, brokenAt]);
      expect([what, verdict.head, verdict.detail === '']).toEqual([what, null, false]);
      await restore();
    }
    expect(await verify()).toMatchObject({ intact: true, entries: last });
    expect((await head()).position).toBe(last);
  });

  test('to go on afterwards does not make it good: it is broken there for ever', async () => {
    for (const statements of [
      ['delete from audit_entry', 'delete from audit_head'],
      [
        'delete from audit_entry where position > 2',
        `update audit_head set position = 2, hash = (select hash from audit_entry where position = 2)`,
      ],
      [`update audit_head set seal = null`],
      ['delete from audit_head'],
    ]) {
      const { hub, register, run, verify, dropTriggers } = await start(dialect);
      await using _hub = hub;
      await dropTriggers();
      await run(...statements);

      await register('later');
      await register('and later');

      expect(await verify(), statements.join('; ')).toMatchObject({ intact: false, fault: 'noted' });
      const { items } = await hub.admin.audit.list({ action: 'audit.break' });
      expect(items).toMatchObject([{ actor: { kind: 'system' } }]);
    }
  });

  test('a key sees the trail go on as well, and no break is noted where there is none', async () => {
    const { hub, register, verify } = await start(dialect);
    await using _hub = hub;

    await register('e');

    expect((await hub.admin.audit.list({ action: 'audit.break' })).items).toEqual([]);
    expect(await verify()).toMatchObject({ intact: true });
  });

  test('an older state of trail and head is seen with a head that was kept elsewhere, and only so', async () => {
    const { hub, register, run, verify, dropTriggers } = await start(dialect);
    await using _hub = hub;
    await dropTriggers();
    await run(
      'create table kept_entry as select * from audit_entry',
      'create table kept_head as select * from audit_head',
    );
    await register('what nobody should know');
    const { head: kept } = await verify();
    await run(
      'delete from audit_entry',
      'delete from audit_head',
      'insert into audit_entry select * from kept_entry',
      'insert into audit_head select * from kept_head',
    );

    const inside = await verify();
    const shorter = await verify(kept!);
    await register('something else');
    const other = await verify(kept!);
    const goneOn = await verify(inside.head!);

    expect(inside).toMatchObject({ intact: true });
    expect(shorter).toMatchObject({ intact: false, fault: 'older' });
    expect(other).toMatchObject({ intact: false, fault: 'older' });
    expect(goneOn).toMatchObject({ intact: true });
  });

  test('under another master key nothing fits, and that is said', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.client();
    // A process that starts with another key is refused; whoever gets past that sees it here.
    useAuditKey(hub.hub.parts.openEm(everyone), new SecretBox(Buffer.alloc(32, 2)));

    expect(await intruderIn(hub, dialect).verify()).toMatchObject({ intact: false, fault: 'wrong_key' });
  });

  test('a trail from before is sealed as it is, once, and holds both parts from then on', async () => {
    const { hub, register, run, verify, dropTriggers, rows } = await start(dialect);
    await using _hub = hub;
    await dropTriggers();
    const anew = rechained(await rows());
    for (const { position, hash } of anew)
      await run(`update audit_entry set hash = '${hash}' where position = ${position}`);
    await run(`update audit_head set hash = '${anew.at(-1)!.hash}', seal = null`);
    const { parts } = hub.hub;
    const open = async (isFromBefore: boolean) =>
      openTrail(parts.openEm(everyone), { isFromBefore, now: parts.now() });

    const opened = [await open(false), await open(true), await open(true)];
    await register('later');
    const sealed = await verify();
    await run(`update audit_entry set actor_name = 'x' where position = 2`);
    const forged = rechained((await rows()).slice(0, anew.length));
    for (const { position, hash } of forged)
      await run(`update audit_entry set hash = '${hash}' where position = ${position}`);

    expect(opened).toEqual(['not whole', 'sealed now', 'sealed']);
    expect(sealed).toMatchObject({ intact: true, entries: anew.length + 2 });
    expect(sealed.detail).toContain(`The first ${anew.length} `);
    expect(await verify()).toMatchObject({ intact: false, fault: 'changed', entries: anew.length });
  });

  test('a trail from before that does not fit together is not sealed', async () => {
    const { hub, run, verify, dropTriggers, rows } = await start(dialect);
    await using _hub = hub;
    await dropTriggers();
    for (const { position, hash } of rechained(await rows()))
      await run(`update audit_entry set hash = '${hash}' where position = ${position}`);
    await run('delete from audit_entry where position = 5', 'update audit_head set seal = null');
    const { parts } = hub.hub;

    const opened = await openTrail(parts.openEm(everyone), { isFromBefore: true, now: parts.now() });

    expect(opened).toBe('not whole');
    expect(await verify()).toMatchObject({ intact: false });
  });
});

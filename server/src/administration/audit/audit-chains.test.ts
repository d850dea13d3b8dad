import { expect, test } from 'vitest';
import { everyone } from '../../platform/database/owner.ts';
import { system } from '../../platform/request/principal.ts';
import { intruderIn } from '../../testing/audit-intruder.ts';
import { TestHub } from '../../testing/test-hub.ts';
import { recordAudit } from './audit.service.ts';

const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

const start = async () => {
  const hub = await TestHub.start('postgresql');
  const { parts } = hub.hub;
  const record = async (targetId: string, until: Promise<void> | null = null, begun = () => {}) =>
    parts.openEm(everyone).transactional(async (tx) => {
      await recordAudit(tx, system, { action: 'api.update', targetId, at: parts.now() });
      begun();
      await until;
    });
  const lanes = async () =>
    (
      await parts.store.all<{ target_id: string; lane: number }>(
        `select target_id, lane from audit_entry where action = 'api.update' order by id`,
      )
    ).map(({ target_id: target, lane }) => [target, lane]);
  const waiting = async () =>
    (
      await parts.store.all(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
    ).length;
  return { hub, record, lanes, waiting, ...intruderIn(hub, 'postgresql') };
};

type Started = Awaited<ReturnType<typeof start>>;

/** Two chains: one transaction stays open while another adds and commits. */
const addBeside = async ({ record }: Started, names: [slow: string, quick: string]) => {
  const [begun, end] = [gate(), gate()];
  const slow = record(names[0], end.opened, begun.open);
  await begun.opened;
  const quick = record(names[1]);
  return { slow, quick, end: end.open };
};

/** The first time somebody meets another it opens the chain that the next such meeting uses. */
const openSecond = async (started: Started) => {
  const first = await addBeside(started, ['slow 1', 'waits 1']);
  await expect.poll(started.waiting).toBe(1);
  first.end();
  await Promise.all([first.slow, first.quick]);
};

test('who adds to the trail does not wait for the commit of another', async () => {
  const started = await start();
  await using _hub = started.hub;
  await openSecond(started);

  const second = await addBeside(started, ['slow 2', 'quick 2']);
  await second.quick;
  const during = await started.verify();
  second.end();
  await second.slow;

  expect(during).toMatchObject({ intact: true });
  expect(Object.fromEntries(await started.lanes())).toEqual({
    'slow 1': 1,
    'waits 1': 1,
    'slow 2': 1,
    'quick 2': 2,
  });
  expect(await started.verify()).toMatchObject({
    intact: true,
    head: expect.stringMatching(/^\d+\.\w+,1\.\w+$/),
  });
});

test('there are four chains at most, however many add at once, and all of them are whole', async () => {
  const started = await start();
  await using _hub = started.hub;

  for (let round = 0; round < 6; round += 1)
    await Promise.all(Array.from({ length: 12 }, async (_, index) => started.record(`${round}.${index}`)));

  const lanes = new Set((await started.lanes()).map(([, lane]) => lane));
  expect(await started.lanes()).toHaveLength(72);
  expect(lanes.size).toBeGreaterThan(1);
  expect(lanes.size).toBeLessThanOrEqual(4);
  expect(await started.verify()).toMatchObject({ intact: true });
});

test('what is done to a later chain is seen as in the first, and none can be set back or taken away alone', async () => {
  const started = await start();
  await using _hub = started.hub;
  const { run, verify, dropTriggers } = started;
  await openSecond(started);
  const addToSecond = async (name: string) => {
    const { slow, quick, end } = await addBeside(started, [`slow ${name}`, name]);
    await quick;
    end();
    await slow;
  };
  await addToSecond('a');
  await dropTriggers();
  await run('create table kept_entry as select * from audit_entry where lane = 2');
  await run('create table kept_head as select * from audit_head where id = 2');
  await addToSecond('b');
  // Whatever is added to one chain says how far the others are.
  await started.record('later');
  await run(
    'create table all_entry as select * from audit_entry',
    'create table all_head as select * from audit_head',
  );
  const restore = async () =>
    run(
      'delete from audit_entry',
      'delete from audit_head',
      'insert into audit_entry select * from all_entry',
      'insert into audit_head select * from all_head',
    );
  const cases: [what: string, statements: string[], fault: string][] = [
    ['changed', [`update audit_entry set actor_name = 'x' where lane = 2 and position = 1`], 'changed'],
    ['removed', ['delete from audit_entry where lane = 2 and position = 1'], 'removed'],
    ['cut', ['delete from audit_entry where lane = 2 and position = 2'], 'cut'],
    ['moved', ['update audit_entry set lane = 3 where lane = 2'], 'emptied'],
    ['stray', [`update audit_entry set lane = 7, position = 1 where target_id = 'b'`], 'cut'],
    [
      'taken away',
      ['delete from audit_entry where lane = 2', 'delete from audit_head where id = 2'],
      'emptied',
    ],
    ['head taken away', ['delete from audit_head where id = 2'], 'head_missing'],
    [
      'taken away, the first head says so',
      [
        'delete from audit_entry where lane = 2',
        'delete from audit_head where id = 2',
        'update audit_head set lanes = 1',
      ],
      'head_changed',
    ],
    [
      'set back',
      [
        'delete from audit_entry where lane = 2',
        'delete from audit_head where id = 2',
        'insert into audit_entry select * from kept_entry',
        'insert into audit_head select * from kept_head',
      ],
      'cut',
    ],
  ];

  for (const [what, statements, fault] of cases) {
    await run(...statements);
    expect([what, await verify()]).toEqual([what, expect.objectContaining({ intact: false, fault })]);
    await restore();
  }

  expect(await verify()).toMatchObject({ intact: true });
});

test('a head that was kept elsewhere is compared chain by chain', async () => {
  const started = await start();
  await using _hub = started.hub;
  await openSecond(started);
  const { head } = await started.verify();
  await started.record('later');

  expect(await started.verify(head!)).toMatchObject({ intact: true });
  expect(await started.verify(`${head!.split(',')[0]},5.${'a'.repeat(64)}`)).toMatchObject({
    fault: 'older',
  });
  expect(await started.verify(`${head},5.${'a'.repeat(64)}`)).toMatchObject({ fault: 'older' });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dialects, type Dialect, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';
import { everyone, type Owner } from '../database/owner.ts';
import { backUpSqlite } from '../database/sqlite-backup.ts';
import { foldSearchEntries, matchingIds, searchIndex } from './search-index.service.ts';
import type { SearchKind } from './search-kinds.ts';

const finder = (hub: TestHub, owner: Owner = everyone) => {
  const { parts } = hub.hub;
  return async (kind: SearchKind, q: string) =>
    (await matchingIds(parts.openEm(owner), parts.store, kind, q)).ids;
};

const gradesOf = async (hub: TestHub, q: string, kind: SearchKind = 'consumer') => {
  const { parts } = hub.hub;
  const { kinds } = await searchIndex(parts.openEm(everyone), parts.store, { q, kinds: [kind], most: 20 });
  return (kinds[0]?.hits ?? []).map(({ title, grade }) => [title, grade]);
};

const start = async (dialect: Dialect) => TestHub.start(dialect, { roles: 'api' });

describe.each(dialects)('on %s', (dialect) => {
  test('what is written is found at once, what is renamed by its new name, and what is removed no more', async () => {
    await using hub = await start(dialect);
    const find = finder(hub);
    const client = await hub.client();
    const consumer = await hub.admin.consumer.create({
      name: 'Northwind Traders',
      kind: 'partner',
      contactEmail: 'ops@northwind.example',
      description: 'Ships everything',
    });
    const endpoint = await client.rest('/v1/endpoints', {
      body: { url: 'https://hooks.fabrikam.example/orders', eventTypes: ['*'], description: 'Ledger intake' },
    });
    await client.rest('/v1/event-types', { body: invoiceGenerated });

    for (const q of [
      'northwind',
      'wind tra',
      'OPS@north',
      'ships',
      'tr',
      consumer.id,
      consumer.id.slice(0, 20),
    ])
      expect([q, await find('consumer', q)]).toEqual([q, expect.arrayContaining([consumer.id])]);
    expect(await find('endpoint', 'fabrikam')).toEqual([endpoint.body.id]);
    expect(await find('endpoint', 'ledger')).toEqual([endpoint.body.id]);
    expect(await find('event_type', 'invoice.gen')).toHaveLength(1);
    expect(await find('api_key', client.secret.slice(-4))).toEqual([client.keyId]);

    await hub.admin.consumer.update({ id: consumer.id, name: 'Contoso' });
    await client.rest(`/v1/endpoints/${endpoint.body.id}`, { method: 'DELETE' });

    expect(await find('consumer', 'northwind traders')).toEqual([]);
    expect(await find('consumer', 'contoso')).toEqual([consumer.id]);
    expect(await find('endpoint', 'fabrikam')).toEqual([]);
  });

  test('the exact comes before the beginning, a word, a part and a slip of the finger', async () => {
    await using hub = await start(dialect);
    for (const name of [
      'grandnorth',
      'the north',
      'northern',
      'north',
      'Zürich Ærø',
      'Привет',
      '東京電力',
      'shop 🎉',
    ])
      await hub.consumer(name);

    expect(await gradesOf(hub, 'north')).toEqual([
      ['north', 'exact'],
      ['northern', 'prefix'],
      ['the north', 'word'],
      ['grandnorth', 'part'],
    ]);
    expect(await gradesOf(hub, 'grandnroth')).toEqual([['grandnorth', 'similar']]);
    expect(await gradesOf(hub, 'nothern')).toEqual([['northern', 'similar']]);
    expect(await gradesOf(hub, 'ZURICH aero')).toEqual([['Zürich Ærø', 'exact']]);
    expect(await gradesOf(hub, 'zürich')).toEqual([['Zürich Ærø', 'prefix']]);
    expect(await gradesOf(hub, 'ПРИВ')).toEqual([['Привет', 'prefix']]);
    expect(await gradesOf(hub, '電')).toEqual([['東京電力', 'word']]);
    expect(await gradesOf(hub, '京電')).toEqual([['東京電力', 'word']]);
    expect(await gradesOf(hub, '🎉')).toEqual([['shop 🎉', 'word']]);
  });

  test('no text is syntax, and none is too long', async () => {
    await using hub = await start(dialect);
    const find = finder(hub);
    const odd = await hub.consumer(`50% "off" NEAR(a) * - ' \\ {x,y} under_score`);
    await hub.consumer('plain');

    for (const q of [
      '%',
      '_',
      '%%%',
      '____',
      '"',
      '""',
      '*',
      'a*',
      'NEAR(a b)',
      '-',
      'NOT',
      'AND',
      "'",
      '\\',
      '{',
      '},{',
      '\0',
      '\0\0\0',
      '\ud800',
      'ab\udc00cd',
      '\u0301\u0301',
      ' ',
      '\n',
      '﷽'.repeat(200),
      'a'.repeat(10_000),
      '€'.repeat(10_000),
      'a b '.repeat(5000),
      '🎉'.repeat(3000),
    ])
      expect(Array.isArray(await find('consumer', q)), q.slice(0, 20)).toBe(true);
    expect(await find('consumer', 'p%n')).toEqual([]);
    expect(await find('consumer', 'p___n')).toEqual([]);
    for (const q of ['50%', '"off"', 'NEAR(a)', '{x,y}', 'under_score', 'under_sc'])
      expect([q, await find('consumer', q)]).toEqual([q, [odd]]);
  });

  test('a key finds what is its own, in its environment', async () => {
    await using hub = await start(dialect);
    const a = await hub.client({ environment: 'live' });
    const b = await hub.client({ environment: 'live' });
    const urls = [a, b, await hub.client({ consumerId: a.consumerId, environment: 'test' })];
    const ids = [];
    for (const client of urls)
      ids.push(
        (await client.rest('/v1/endpoints', { body: { url: 'https://same.example/x', eventTypes: ['*'] } }))
          .body.id,
      );
    const find = finder(hub, { everyone: false, consumerId: a.consumerId, environment: 'live' });

    expect(await find('endpoint', 'same.example')).toEqual([ids[0]]);
    expect(await find('endpoint', 'https://sa')).toEqual([ids[0]]);
    expect(await find('endpoint', 'smae.example')).toEqual([ids[0]]);
    expect(await find('consumer', 'con')).toEqual([a.consumerId]);
    expect(await find('api_key', 'test')).toEqual([a.keyId]);
  });

  test('rows that were there before, or come back, are made findable by the minute loop, whoever wrote them', async () => {
    await using hub = await start(dialect);
    const { parts } = hub.hub;
    const id = await hub.consumer('kept before');
    await finder(hub)('consumer', 'kept');
    await parts.store.transaction('synced', async (tx) => {
      await tx.all(`update search_entry set folded = null`);
      await tx.all(`update consumer set name = 'written by hand' where id = ?`, id);
    });
    await foldSearchEntries(parts);

    expect(await parts.store.all('select 1 from search_entry where folded is null')).toEqual([]);
    expect(await finder(hub)('consumer', 'by hand')).toEqual([id]);
  });

  test('two searches at once make the same of what was just written', async () => {
    await using hub = await start(dialect);
    const ids = [];
    for (let index = 0; index < 30; index += 1) ids.push(await hub.consumer(`twin ${index}`));

    const answers = await Promise.all(Array.from({ length: 8 }, () => finder(hub)('consumer', 'twin')));

    for (const found of answers.slice(1)) expect(found.length).toBeLessThanOrEqual(ids.length);
    expect((await finder(hub)('consumer', 'twin')).toSorted()).toEqual(ids.toSorted());
  });
});

test('a backup of SQLite has the search in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-search-'));
  try {
    await using hub = await start('sqlite');
    for (const name of ['gone', 'kept', 'also kept']) await hub.consumer(name);
    await hub.hub.parts.store.all(`delete from consumer where name = 'gone'`);
    const ids = await finder(hub)('consumer', 'kept');
    if (hub.config.database.dialect !== 'sqlite') throw new Error('Another database.');
    backUpSqlite(hub.config.database.file, join(folder, 'copy.db'));
    await using copy = await TestHub.start('sqlite', {
      roles: 'api',
      databaseUrl: `sqlite:${join(folder, 'copy.db')}`,
    });

    expect(ids).toHaveLength(2);
    expect(await finder(copy)('consumer', 'kept')).toEqual(ids);
    expect(await finder(copy)('consumer', 'gone')).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

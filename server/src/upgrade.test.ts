import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { openDatabase } from './db.ts';
import { everyone } from './platform/database/owner.ts';
import { rechained } from './testing/audit-intruder.ts';
import { matchingIds } from './platform/search/search-index.service.ts';
import { createDatabase } from './testing/postgres.ts';
import { dialects, TestHub } from './testing/test-hub.ts';
import { verifyAudit } from './administration/audit/audit-verdict.service.ts';

const at = '2026-03-01T10:00:00.000Z';

/** What an older version wrote: a consumer, a key, a key that this one made, and who did what, by the old rule. */
const rowsFor = (dialect: string): string[] => {
  const time = dialect === 'sqlite' ? String(Date.parse(at)) : `'${at}'`;
  const key = (id: string, hash: string) =>
    `insert into api_key (id, consumer_id, name, environment, scopes, secret_hash, hint, created_at)
     values ('${id}', 'con_1', 'old', 'live', '["events:read"]', '${hash}', 'parley_live_…', ${time})`;
  const deeds = [
    { action: 'consumer.create', kind: 'command_line', actor: null, target: 'con_1' },
    { action: 'api_key.create', kind: 'command_line', actor: null, target: 'key_1' },
    { action: 'api_key.create', kind: 'api_key', actor: 'key_1', target: 'key_2' },
  ].map(({ action, kind, actor, target }, index) => ({
    id: `aud_${index + 1}`,
    position: index + 1,
    at: new Date(at),
    actor_kind: kind,
    actor_id: actor,
    actor_name: 'old',
    action,
    target_id: target,
    consumer_id: 'con_1',
    environment: null,
    changes: '{}',
    request_id: null,
    peer: null,
  }));
  const hashes = rechained(deeds);
  const text = (value: string | null) => (value === null ? 'null' : `'${value}'`);
  return [
    `insert into consumer (id, name, kind, status, created_at, updated_at) values ('con_1', 'Old', 'partner', 'active', ${time}, ${time})`,
    key('key_1', 'a'),
    key('key_2', 'b'),
    ...deeds.map(
      (deed, index) =>
        `insert into audit_entry (id, position, at, actor_kind, actor_id, actor_name, action, target_id, consumer_id, changes, hash)
         values ('${deed.id}', ${deed.position}, ${time}, '${deed.actor_kind}', ${text(deed.actor_id)}, 'old', '${deed.action}', '${deed.target_id}', 'con_1', '{}', '${hashes[index]!.hash}')`,
    ),
    `insert into audit_head (id, position, hash) values (1, 3, '${hashes[2]!.hash}')`,
  ];
};

test.each(dialects)(
  'the start that upgrades seals the trail, finds who made which key, and can search for what was there, on %s',
  async (dialect) => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-upgrade-'));
    const file = join(folder, 'parley.db');
    const url = dialect === 'sqlite' ? `sqlite:${file}` : await createDatabase(inject('postgresUrl'));
    const database = await openDatabase(dialect === 'sqlite' ? { dialect, file } : { dialect, url });
    const migrations = await database.migrator.getPending();
    await database.migrator.up({ to: migrations.findLast(({ name }) => name.endsWith('_contracts'))!.name });
    for (const statement of rowsFor(dialect)) await database.store.all(statement);
    await database.close();

    const upgrade = async () => {
      await using hub = await TestHub.start(dialect, { databaseUrl: url, roles: 'api' });
      const { parts } = hub.hub;
      const sql = 'select id, created_by_key_id, parent_key_id from api_key order by id';
      return [await parts.store.all(sql), await verifyAudit(parts.openEm(everyone))] as const;
    };
    const [keys, verdict] = await upgrade();
    await using again = await TestHub.start(dialect, { databaseUrl: url, roles: 'api' });
    const em = again.hub.parts.openEm(everyone);
    const later = await verifyAudit(em);
    const { store } = again.hub.parts;
    const found = [
      (await matchingIds(em, store, 'consumer', 'old')).ids,
      (await matchingIds(em, store, 'api_key', 'parley_live')).ids,
    ];

    expect(keys).toEqual([
      { id: 'key_1', created_by_key_id: null, parent_key_id: null },
      { id: 'key_2', created_by_key_id: 'key_1', parent_key_id: 'key_1' },
    ]);
    expect(verdict).toMatchObject({ intact: true, entries: 4 });
    expect(verdict.detail).toContain('The first 3 ');
    expect(later).toEqual(verdict);
    expect(found).toEqual([['con_1'], ['key_2', 'key_1']]);
    rmSync(folder, { recursive: true, force: true });
  },
);

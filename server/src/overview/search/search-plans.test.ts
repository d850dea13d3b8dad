import { expect, test } from 'vitest';
import { manyRows } from '../../../../e2e/support/many-rows.ts';
import { everyone } from '../../platform/database/owner.ts';
import { foldSearchEntries } from '../../platform/search/search-index.service.ts';
import { openRows } from '../../testing/open-rows.ts';
import { isHot, type QueryPlan } from '../../testing/query-plan.ts';
import { logStatements, type Statement } from '../../testing/statement-log.ts';
import { dialects, TestHub } from '../../testing/test-hub.ts';

// `pnpm bench search` measures the same on a million deliveries.
const deliveries = 20_000;
const entries = 30_000;

const texts = [
  'c',
  'consumer 1',
  'cnosumer',
  '127.0.0.1',
  'order-4',
  'subject-1',
  'evt_0',
  'dlv_0',
  'rcv_0',
  'order-2',
  'nothing at all',
  '%',
  'a'.repeat(200),
];

/** Entries enough that reading them all would be a mistake, as if they had been folded. */
const moreEntries = {
  sqlite: `with recursive g(n) as (select 1 union all select n + 1 from g where n < ${entries})
    insert into search_entry (kind, object_id, title, words, label, folded)
    select 'consumer', 'more ' || n, 'filler ' || n, '', 'filler ' || n, 'filler ' || n from g`,
  postgresql: `insert into search_entry (kind, object_id, title, words, label, folded, grams)
    select 'consumer', 'more ' || n, 'filler ' || n, '', 'filler ' || n, 'filler ' || n, array['cgfil', 'cgill', 'cg' || n]
    from generate_series(1, ${entries}) n`,
};

const isRead = ({ sql }: Statement): boolean =>
  /^\s*select/i.test(sql) && (isHot(sql) || sql.includes('search_entry'));

/** Whether the entries are read from one end to the other. */
const readsAllEntries = ({ text }: QueryPlan): boolean =>
  /^SCAN (?:e|search_entry)\b(?!.*search_entry_new_index)/m.test(text) ||
  text
    .split('"Node Type"')
    .some((node) => node.startsWith(': "Seq Scan"') && node.includes('"Relation Name": "search_entry"'));

test.each(dialects)(
  'no search reads a large table from end to end, for a key or for staff, on %s',
  async (dialect) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const rows = await openRows(hub, dialect, deliveries);
    const log = logStatements();
    try {
      await rows.run(moreEntries[dialect]);
      const client = await hub.client({ consumerId: manyRows.busyConsumer });
      await foldSearchEntries(hub.hub.parts);
      for (const text of texts) {
        const asStaff = await hub.admin.search.find({ q: text });
        const asKey = await client.rest(`/v1/search?q=${encodeURIComponent(text)}`);
        expect([text, asStaff.isComplete, asKey.status]).toEqual([text, true, 200]);
      }
      const statements = log.statements().filter(isRead);
      expect(statements.length).toBeGreaterThan(10);
      for (const state of ['without statistics', 'with statistics']) {
        if (state === 'with statistics') await rows.analyse();
        for (const statement of statements) {
          const plan = await rows.explain(statement);
          expect.soft(plan.scanned, `${state}: ${statement.sql}\n${plan.text}`).toEqual([]);
          expect.soft(readsAllEntries(plan), `${state}: ${statement.sql}\n${plan.text}`).toBe(false);
        }
      }
    } finally {
      log.end();
      await rows.close();
    }
  },
  90_000,
);

test.each(dialects)(
  'what comes with traffic is written without a word to the search, on %s',
  async (dialect) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { store } = hub.hub.parts;
    const triggers = await store.all<{ name: string; tbl: string }>(
      dialect === 'sqlite'
        ? `select name, tbl_name as tbl from sqlite_master where type = 'trigger'`
        : `select t.tgname as name, c.relname as tbl from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal`,
    );
    const tables = [
      ...new Set(triggers.filter(({ name }) => name.startsWith('search_')).map(({ tbl }) => tbl)),
    ];

    const named = [
      'api',
      'api_key',
      'consumer',
      'contract_notice',
      'contract_version',
      'endpoint',
      'event_type',
      'staff',
    ];
    expect(tables.filter((table) => table !== 'search_entry').toSorted()).toEqual(named);
    // Counters of an endpoint and the last use of a key are written with every attempt and call: they make nothing new.
    const client = await hub.client();
    const endpoint = await client.rest('/v1/endpoints', {
      body: { url: 'https://a.example', eventTypes: ['*'] },
    });
    await hub.admin.search.find({ q: 'anything' });
    const em = hub.hub.parts.openEm(everyone);
    await em
      .getConnection()
      .execute(`update endpoint set failure_streak = 3, last_failure_at = 1 where id = ?`, [
        endpoint.body.id,
      ]);
    await em.getConnection().execute(`update api_key set last_used_at = created_at`);
    expect(await store.all('select 1 from search_entry where folded is null')).toEqual([]);
  },
);

// What the pages of objects ask for, beside as many rows as a large company has: no large table is read from end to end.
import { dayMs, hourMs } from '@parley/shared/words/time';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { fillingStatements, manyRows, type SqlDialect } from '../../e2e/support/many-rows.ts';
import { explainOnPostgres, explainOnSqlite } from './testing/query-plan.ts';
import { logStatements, type Statement } from './testing/statement-log.ts';
import { dialects, TestHub } from './testing/test-hub.ts';

const consumers = 100;
const days = 35;
const operations = 10;
const hours = 800;
const versions = 10;

const series = (dialect: SqlDialect, name: string, count: number): string =>
  dialect === 'sqlite'
    ? `(with recursive s(n) as (select 0 union all select n + 1 from s where n < ${count - 1}) select n from s) ${name}`
    : `(select n::bigint from generate_series(0, ${count - 1}) n) ${name}`;

/** Counts of 100 consumers for 35 days, and of a key for 800 hours; the first consumer is `busy`. */
const countsOf = (
  dialect: SqlDialect,
  { busy, key, version }: Record<string, string>,
  now: number,
): string[] => {
  const whose = `case when c.n = 0 then '${busy}' else 'con_' || c.n end`;
  const day = `${now - (now % dayMs)} - d.n * ${dayMs}`;
  const [c, d, o] = [
    series(dialect, 'c', consumers),
    series(dialect, 'd', days),
    series(dialect, 'o', operations),
  ];
  const hour = `${now - (now % hourMs)} - d.n * ${hourMs}`;
  const h = series(dialect, 'd', hours);
  return [
    `insert into call_day (consumer_id, environment, day, api, version_id, operation, calls, errors, last_at)
     select ${whose}, 'live', ${day}, 'many', '${version}', 'GET /things/' || o.n, 5, 1, ${day} from ${c} cross join ${d} cross join ${o}`,
    `insert into version_day (api, version_id, day, consumer_id, environment, calls, errors, last_at)
     select 'many', case when v.n = 0 then '${version}' else 'ctr_' || v.n end, ${day}, ${whose}, 'live', 75, 15, ${day}
     from ${c} cross join ${d} cross join ${series(dialect, 'v', versions)}`,
    `insert into key_hour (key_id, hour, consumer_id, environment, calls, errors)
     select case when c.n = 0 then '${key}' else 'key_' || c.n end, ${hour}, ${whose}, 'live', 3, 1
     from ${series(dialect, 'c', 25)} cross join ${h}`,
    `insert into usage (key_id, operation, hour, consumer_id, environment, calls, errors)
     select case when c.n = 0 then '${key}' else 'key_' || c.n end, 'thing.' || o.n, ${hour}, ${whose}, 'live', 1, 0
     from ${series(dialect, 'c', 5)} cross join ${h} cross join ${o}`,
  ];
};

const large = ['key_hour', 'call_day', 'version_day', 'usage', 'delivery', 'audit_entry'];

/** Large tables that a plan reads from end to end, by its text. */
const scannedIn = (dialect: SqlDialect, sql: string, text: string): string[] =>
  large.filter((table) => {
    if (dialect === 'postgresql') return new RegExp(`"Seq Scan"[^{}]*"Relation Name": "${table}"`).test(text);
    const alias =
      new RegExp(`\\b${table} (?!where|group|order|indexed|limit)(\\w)\\b`).exec(sql)?.[1] ?? table;
    return new RegExp(`SCAN (?:${table}|${alias})\\b`).test(text);
  });

const open = async (hub: TestHub) => {
  const { database } = hub.config;
  if (database.dialect === 'sqlite') {
    const db = new Database(database.file);
    return {
      run: async (sql: string) => void db.exec(sql),
      explain: async (statement: Statement) => explainOnSqlite(db, statement).text,
      close: async () => void db.close(),
    };
  }
  const client = new Client(database.url);
  await client.connect();
  return {
    run: async (sql: string) => void (await client.query(sql)),
    explain: async (statement: Statement) => (await explainOnPostgres(client, statement)).text,
    close: async () => client.end(),
  };
};

describe.each(dialects)('figures on %s', (dialect) => {
  test('are read by indexes, for staff and for keys', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const rows = await open(hub);
    try {
      for (const sql of fillingStatements(dialect, { deliveries: 20_000, due: 0, newestAt: Date.now() }))
        await rows.run(sql);
      await hub.admin.api.create({ slug: 'many', name: 'Many' });
      const paths = Object.fromEntries(
        Array.from({ length: operations + 5 }, (_, index) => [
          `/things/${index}`,
          { get: { responses: { 200: { description: 'Done' } } } },
        ]),
      );
      const document = { openapi: '3.1.0', info: { title: 'Many', version: '1.0.0' }, paths };
      const { id: version } = await hub.admin.contract.upload({ slug: 'many', document });
      await hub.admin.contract.publish({ slug: 'many', id: version });
      const key = await hub.client({ consumerId: manyRows.smallConsumer });
      const now = hub.hub.parts.now().getTime();
      for (const sql of countsOf(dialect, { busy: key.consumerId, key: key.keyId, version }, now))
        await rows.run(sql);
      await rows.run('analyze');

      const log = logStatements();
      const figures = await hub.admin.apiKey.figures({ id: key.keyId });
      const consumer = await hub.admin.consumerFigures.get({ id: key.consumerId, environment: 'live' });
      const ofVersion = await hub.admin.contractImpact.figures({ slug: 'many', id: version });
      const own = await key.rest(`/v1/apis/many/versions/${version}/figures`);
      log.end();

      expect(figures.operations.map(({ calls }) => calls)).toHaveLength(operations);
      expect(figures.calls).toBe(consumer.calls);
      expect(consumer.operationCount).toBe(operations);
      expect(consumer.deliveries?.find(({ status }) => status === 'delivered')?.count).toBeGreaterThan(0);
      expect(ofVersion).toMatchObject({ calls: consumers * 30 * 75, operationsCalled: operations });
      expect(ofVersion.operationCount).toBe(operations + 5);
      expect(own.body).toMatchObject({ calls: 30 * 75, operationsCalled: operations });
      const asked = log.statements().filter(({ sql }) => /^\s*(?:select|with)\b/i.test(sql));
      const ofLarge = asked.filter(({ sql }) =>
        large.some((table) => new RegExp(`\\b${table}\\b`).test(sql)),
      );
      expect(ofLarge.length).toBeGreaterThan(10);
      for (const statement of ofLarge) {
        const text = await rows.explain(statement);
        expect.soft(scannedIn(dialect, statement.sql, text), `${statement.sql}\n${text}`).toEqual([]);
      }
    } finally {
      await rows.close();
    }
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { fillingStatements } from '../../e2e/support/many-rows.ts';
import { hasPostgres, postgresVersions, startPostgres } from '../../e2e/support/postgres.ts';
import { openDatabase } from './db.ts';
import { createDatabase } from './testing/postgres.ts';
import { explainOnPostgres, explainOnSqlite, isHot } from './testing/query-plan.ts';
import { answering, Receiver } from './testing/receiver.ts';
import { logStatements, type Statement } from './testing/statement-log.ts';
import { copyTemplate } from './testing/template.ts';
import { type Dialect, invoiceGenerated, TestHub } from './testing/test-hub.ts';

// What the loops and chores of a working Parley run, whatever it is: a statement that is new is looked at as well. It is
// the plan that is looked at and not the clock, as it stands after a crash: thousands due, and no statistics of it.
const amounts = { deliveries: 46_000, due: 45_000, newestAt: Date.now() };

/** A page read in order is 1: a claim of all that may be claimed is estimated at 50,000 at most, one that never ends at 400 million. */
const costMax = 500_000;

/** Publishes, watches, delivers, fails, retries, recovers, switches and tidies; answers the statements of it. */
const statementsOf = async (dialect: Dialect): Promise<Statement[]> => {
  const log = logStatements();
  try {
    await using receiver = await Receiver.start();
    receiver.script(answering(500), answering(410));
    await using hub = await TestHub.start(dialect, {
      variables: { PARLEY_RETRY_SCHEDULE: '0,0.05', PARLEY_RETENTION: 'live:30,test:7' },
    });
    const client = await hub.client();
    await client.rest('/v1/event-types', { body: invoiceGenerated });
    const watching = new AbortController();
    for (const topic of ['event', 'delivery', 'recovery', 'issue'])
      await fetch(`${hub.url}/trpc/${topic}.watch?input={}`, {
        headers: { authorization: `Bearer ${client.secret}`, accept: 'text/event-stream' },
        signal: watching.signal,
      });
    for (const more of [{}, { ordered: true }, {}])
      await client.rest('/v1/endpoints', { body: { url: receiver.url, eventTypes: ['*'], ...more } });
    const publish = async (id: string) =>
      client.rest('/v1/events', {
        body: { id, subject: 'one', type: 'invoice.generated', data: { amount: 1 } },
        headers: { 'idempotency-key': id },
      });
    for (const id of ['a', 'b', 'b', 'c']) await publish(id);
    const delivered = async () => (await client.rest('/v1/deliveries?status=delivered')).body.items;
    await vi.waitFor(async () => expect((await delivered()).length).toBeGreaterThan(2), 20_000);
    const [first] = await delivered();
    await client.rest(`/v1/deliveries/${first.id}/retry`, { method: 'POST' });
    await client.rest('/v1/api-keys/verify', { body: { secret: client.secret } });
    for (const scope of ['everything', 'undelivered', 'missed'])
      await client.rest('/v1/recoveries', { body: { scope, start: true } });
    const endpoints = (await client.rest('/v1/endpoints')).body.items;
    const endpoint = `/v1/endpoints/${endpoints[0].id}`;
    for (const disabled of [true, false])
      await client.rest(endpoint, { method: 'PATCH', body: { disabled } });
    await receiver.count(7);
    await hub.hub.tidy();
    hub.advance(40 * 24 * 3_600_000);
    await hub.hub.tidy();
    await client.rest(endpoint, { method: 'DELETE' });
    watching.abort();
    return log.statements();
  } finally {
    log.end();
  }
};

const isOfData = ({ sql }: Statement): boolean => /^\s*(?:with|select|insert|update|delete)\b/i.test(sql);

let folder: string;
const statements: Record<Dialect, Statement[]> = { sqlite: [], postgresql: [] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-hot-'));
  for (const dialect of ['sqlite', 'postgresql'] as const)
    statements[dialect] = (await statementsOf(dialect)).filter((one) => isOfData(one) && isHot(one.sql));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(postgresVersions.filter(hasPostgres))('on PostgreSQL %s', (version) => {
  test('with 45,000 deliveries due nothing that a worker runs reads a table again and again', async () => {
    await using postgres = await startPostgres({ version });
    const url = await createDatabase(postgres.url);
    const database = await openDatabase({ dialect: 'postgresql', url });
    await database.migrate();
    await database.close();
    const client = new Client(url);
    await client.connect();
    try {
      // Autovacuum would make statistics at a moment of its own.
      for (const table of ['delivery', 'event_rest', 'attempt_rest', 'event_key', 'audit_entry'])
        await client.query(`alter table ${table} set (autovacuum_enabled = false)`);
      for (const sql of fillingStatements('postgresql', amounts)) await client.query(sql);
      expect(statements.postgresql.length).toBeGreaterThan(20);
      for (const state of ['without statistics', 'with statistics']) {
        if (state === 'with statistics') await client.query('analyze');
        for (const statement of statements.postgresql) {
          const plan = await explainOnPostgres(client, statement);
          expect.soft(plan.rescanned, `${state}: ${statement.sql}\n${plan.text}`).toEqual([]);
          expect.soft(plan.cost, `${state}: ${statement.sql}\n${plan.text}`).toBeLessThan(costMax);
        }
      }
    } finally {
      await client.end();
    }
  });
});

test('on SQLite nothing that a worker runs reads a large table from end to end', async () => {
  const url = await copyTemplate(inject('templates'), 'sqlite', folder);
  const db = new Database(url.replace('sqlite:', ''));
  try {
    expect(statements.sqlite.length).toBeGreaterThan(20);
    for (const sql of fillingStatements('sqlite', { ...amounts, deliveries: 1000, due: 900 })) db.exec(sql);
    for (const state of ['without statistics', 'with statistics']) {
      if (state === 'with statistics') db.exec('analyze');
      for (const statement of statements.sqlite) {
        const plan = explainOnSqlite(db, statement);
        expect.soft(plan.scanned, `${state}: ${statement.sql}\n${plan.text}`).toEqual([]);
        // To sort before a limit is to read everything first, but for the few that were found of each endpoint or status.
        const isBatch = statement.sql.includes('limit') && !/busy|union all/.test(statement.sql);
        expect.soft(isBatch ? plan.sorts : 0, `${state}: ${statement.sql}\n${plan.text}`).toBe(0);
      }
    }
  } finally {
    db.close();
  }
});

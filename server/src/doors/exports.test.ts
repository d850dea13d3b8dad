import { request } from 'node:http';
import Database from 'better-sqlite3';
import { Client as Postgres } from 'pg';
import { describe, expect, test } from 'vitest';
import { fillingStatements, manyRows } from '../../../e2e/support/many-rows.ts';
import { type Dialect, dialects, TestHub } from '../testing/test-hub.ts';
import { exportedMax } from './exports.ts';

const fill = async ({ config: { database } }: TestHub, dialect: Dialect, deliveries: number) => {
  const statements = fillingStatements(dialect, { deliveries, due: 0, newestAt: Date.now() });
  if (database.dialect === 'sqlite') {
    const db = new Database(database.file);
    for (const sql of statements) db.exec(sql);
    db.close();
    return;
  }
  const client = new Postgres(database.url);
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
};

describe.each(dialects)('exports on %s', (dialect) => {
  test('have the rows of the list with its filters, for whoever may read it, and leave an entry', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    await fill(hub, dialect, 2000);
    const client = await hub.client({ consumerId: manyRows.busyConsumer });
    const poor = await hub.client({ consumerId: manyRows.busyConsumer, scopes: ['events:read'] });

    const lines = await fetch(`${hub.url}/export/deliveries.jsonl?status=delivered&limit=1`, {
      headers: { authorization: `Bearer ${client.secret}` },
    });
    const rows = (await lines.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const count = await hub.admin.delivery.count({
      consumerId: manyRows.busyConsumer,
      environment: 'live',
      status: 'delivered',
    });
    expect(rows).toHaveLength(count.count);
    expect(count.count).toBeGreaterThan(400);
    expect(new Set(rows.map(({ consumerId }) => consumerId))).toEqual(new Set([manyRows.busyConsumer]));
    const csv = await client.rest('/export/deliveries.csv?status=delivered,failed&order=asc&mark=1');
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="deliveries-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(csv.text.split('\r\n')[0]).toMatch(/^\u{feff}?id,eventId,/u);

    const refused = [
      await poor.rest('/export/deliveries.csv'),
      await hub.rest('/export/deliveries.csv'),
      await client.rest('/export/deliveries.csv?status=nonsense'),
      await client.rest('/export/deliveries.pdf'),
      await client.rest('/export/sessions.csv'),
      await client.rest('/export/events.csv', { headers: { 'sec-fetch-site': 'cross-site' } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 401, 400, 404, 404, 403]);
    const entries = (await hub.admin.audit.list({ action: 'list.export' })).items;
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({
      actor: { id: client.keyId },
      changes: { list: { after: 'deliveries' }, filters: { after: { status: 'delivered' } } },
    });
  });

  test('every list of the door can be taken as a file', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { cookie } = await hub.browser();
    for (const list of [
      'deliveries',
      'events',
      'endpoints',
      'event-types',
      'recoveries',
      'api-keys',
      'consumers',
      'apis',
      'audit-entries',
      'staff',
    ]) {
      const { status, text } = await hub.rest(`/export/${list}.csv`, { headers: { cookie } });
      expect([list, status]).toEqual([list, 200]);
      expect(text).toMatch(/^(?:id|name|slug|\w+),/);
    }
  });
});

describe('a large export', () => {
  test(
    'stops at its bound and says so, holds little, and leaves the loop to others',
    { timeout: 240_000 },
    async () => {
      await using hub = await TestHub.start('sqlite', { roles: 'api' });
      await fill(hub, 'sqlite', exportedMax + 5000);
      const { cookie } = await hub.browser();
      const before = process.memoryUsage().heapUsed;
      let peak = 0;
      const slow: number[] = [];
      let isOver = false;
      const watch = (async () => {
        for (;;) {
          const at = performance.now();
          const { status } = await hub.rest('/healthz');
          slow.push(performance.now() - at);
          peak = Math.max(peak, process.memoryUsage().heapUsed - before);
          if (status !== 200 || isOver) return;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      })();

      const response = await fetch(`${hub.url}/export/deliveries.jsonl`, { headers: { cookie } });
      let lines = 0;
      let tail = '';
      for await (const chunk of response.body!) {
        const text = Buffer.from(chunk).toString('utf8');
        lines += text.split('\n').length - 1;
        tail = (tail + text).slice(-200);
      }
      isOver = true;
      await watch;

      expect(response.headers.get('x-export-max')).toBe('100000');
      expect(lines).toBe(exportedMax + 1);
      expect(JSON.parse(tail.trim().split('\n').at(-1)!)).toEqual({ stopped: true, rows: exportedMax });
      // The test reads in the same process: what both hold is far below the fifty megabytes of the file.
      expect(peak).toBeLessThan(200 * 1024 * 1024);
      expect(slow.length).toBeGreaterThan(20);
      expect(slow.toSorted((a, b) => a - b)[Math.floor(slow.length / 2)]).toBeLessThan(100);
    },
  );

  test('ends when its client leaves, and waits for one that reads slowly', async () => {
    await using hub = await TestHub.start('sqlite', { roles: 'api' });
    await fill(hub, 'sqlite', 20_000);
    const { cookie } = await hub.browser();
    const open = async () => {
      const call = request(`${hub.url}/export/deliveries.csv`, { headers: { cookie } });
      call.on('error', () => undefined);
      call.end();
      const status = await new Promise<number>((resolve) => {
        call.once('response', (response) => {
          response.pause();
          resolve(response.statusCode ?? 0);
        });
      });
      return { call, status };
    };
    const first = await open();
    const second = await open();
    expect([first.status, second.status]).toEqual([200, 200]);
    const third = await hub.rest('/export/deliveries.csv', { headers: { cookie } });
    expect(third).toMatchObject({ status: 503, body: { code: 'request.busy' } });

    first.call.destroy();
    second.call.destroy();

    // Their places are free as soon as they have left.
    await expect
      .poll(async () => (await hub.rest('/export/consumers.csv', { headers: { cookie } })).status)
      .toBe(200);
  });
});

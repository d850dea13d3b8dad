import { describe, expect, test } from 'vitest';
import { type Document, type ListCall, listCalls, listsOfStaff } from '../../e2e/support/lists.ts';
import { manyRows, stepMs } from '../../e2e/support/many-rows.ts';
import { openRows } from './testing/open-rows.ts';
import { isHot } from './testing/query-plan.ts';
import { logStatements } from './testing/statement-log.ts';
import { dialects, type RestAnswer, TestHub } from './testing/test-hub.ts';

// `pnpm bench lists` measures the same on a million rows.
const deliveries = 20_000;

const askAll = async (calls: readonly ListCall[], ask: (path: string) => Promise<RestAnswer>) => {
  const refused: string[] = [];
  const log = logStatements();
  try {
    for (const { path } of calls) {
      const { status, body } = await ask(path);
      if (status !== 200) refused.push(`${path}: ${status} ${JSON.stringify(body)}`);
    }
    return {
      refused,
      statements: log.statements().filter(({ sql }) => /^\s*select/i.test(sql) && isHot(sql)),
    };
  } finally {
    log.end();
  }
};

describe.each(dialects)('lists on %s', (dialect) => {
  test('no filter of any list reads a large table from end to end, for a key or for staff', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const rows = await openRows(hub, dialect, deliveries);
    try {
      const client = await hub.client({ consumerId: manyRows.busyConsumer });
      const staff = await hub.browser();
      const document: Document = (await hub.rest('/v1/openapi.json')).body;
      const calls = listCalls(document, { newestAt: rows.newestAt, spanMs: deliveries * stepMs });
      expect(calls.length).toBeGreaterThan(60);
      const asKey = await askAll(
        calls.filter(({ operation }) => !listsOfStaff.includes(operation)),
        client.rest,
      );
      const asStaff = await askAll(calls, async (path) =>
        hub.rest(path, { headers: { cookie: staff.cookie } }),
      );
      expect([...asKey.refused, ...asStaff.refused]).toEqual([]);
      for (const state of ['without statistics', 'with statistics']) {
        if (state === 'with statistics') await rows.analyse();
        for (const statement of [...asKey.statements, ...asStaff.statements]) {
          const plan = await rows.explain(statement);
          expect.soft(plan.scanned, `${state}: ${statement.sql}\n${plan.text}`).toEqual([]);
        }
      }
    } finally {
      await rows.close();
    }
  });

  test('what a filter finds is what is there, page by page, and nothing of somebody else', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const rows = await openRows(hub, dialect, deliveries);
    try {
      const client = await hub.client({ consumerId: manyRows.smallConsumer });
      type Row = { id: string; consumerId: string; environment: string };
      /** All rows, and the cursor with which the last page was asked for. */
      const walk = async (query: string, way: 'nextCursor' | 'previousCursor', from = '') => {
        const items: Row[] = [];
        let cursor = from;
        for (let page = 0; page < 100; page += 1) {
          const { body } = await client.rest(
            `/v1/deliveries?limit=20&${query}${cursor && `&cursor=${cursor}`}`,
          );
          if (way === 'nextCursor') items.push(...body.items);
          else items.unshift(...body.items);
          if (body[way] === null) return { items, last: cursor, before: body.previousCursor };
          cursor = body[way];
        }
        throw new Error('The pages do not end.');
      };
      const pages = async (query: string): Promise<Row[]> => (await walk(query, 'nextCursor')).items;
      const idsOf = (items: readonly Row[]) => items.map(({ id }) => id);
      const all = await pages('');
      expect(all.length).toBeGreaterThan(100);
      expect(new Set(all.map(({ consumerId, environment }) => `${consumerId} ${environment}`))).toEqual(
        new Set([`${manyRows.smallConsumer} live`]),
      );
      expect(all.map(({ id }) => id)).toEqual(
        all
          .map(({ id }) => id)
          .toSorted()
          .toReversed(),
      );
      const statuses = ['pending', 'failed', 'delivered', 'exhausted', 'cancelled'];
      const byStatus = await Promise.all(statuses.map(async (status) => pages(`status=${status}`)));
      expect(
        byStatus
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(all.map(({ id }) => id).toSorted());
      expect(idsOf(await pages('order=asc'))).toEqual(idsOf(all).toReversed());
      const [failed = [], delivered = []] = [byStatus[1], byStatus[2]];
      const either = idsOf([...failed, ...delivered]).toSorted();
      expect(failed.length * delivered.length).toBeGreaterThan(0);
      expect(idsOf(await pages('status=failed&status=delivered'))).toEqual(either.toReversed());
      expect(idsOf(await pages('status=delivered,failed,failed'))).toEqual(either.toReversed());
      expect(idsOf(await pages('status=failed,delivered&order=asc'))).toEqual(either);
      for (const query of ['', 'order=asc', 'status=failed,delivered', 'eventType=order.kind_1&order=asc']) {
        const there = await walk(query, 'nextCursor');
        const back = await walk(query, 'previousCursor', there.before);
        const lastPage = (await client.rest(`/v1/deliveries?limit=20&${query}&cursor=${there.last}`)).body
          .items;
        expect([query, idsOf([...back.items, ...lastPage])]).toEqual([query, idsOf(there.items)]);
      }
      const types = Array.from({ length: 20 }, (_, index) => `order.kind_${index}`);
      const byType = await Promise.all(
        [...types, manyRows.rareType].map(async (type) => pages(`eventType=${type}`)),
      );
      expect(
        byType
          .flat()
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(all.map(({ id }) => id).toSorted());
    } finally {
      await rows.close();
    }
  });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

/** The statements of the migrations that sum up what was counted before there were roll-ups. */
const backfillOf = (dialect: string): string[] =>
  globSync(join(import.meta.dirname, `../../migrations/${dialect}/Migration*.ts`))
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((text) =>
      [...text.matchAll(/addSql\(`(insert into (?:key_hour|call_day|version_day)[^`]+)`\)/g)].map(
        ([, sql = '']) => sql,
      ),
    );

const tables = {
  key_hour: 'key_id, hour, consumer_id, environment',
  call_day: 'consumer_id, environment, day, api, version_id, operation',
  version_day: 'api, version_id, day, consumer_id, environment',
};

describe.each(dialects)('roll-ups on %s', (dialect) => {
  test('hold every call once, of two processes too, and the migration sums up the same', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { store } = hub.hub.parts;
    const { usage } = hub.hub.services;
    const [one, two] = [await hub.client(), await hub.client({ environment: 'test' })];
    const record = ({ keyId, consumerId }: typeof one, operation: string, isError = false) => {
      const key = { keyId, consumerId, environment: 'live' as const };
      usage.record(key, operation, isError);
      usage.recordCall(key, { api: 'parley', operation, fields: ['query.a', 'query.b'], isError });
    };
    for (const ahead of [0, hourMs, dayMs]) {
      hub.advance(ahead);
      usage.serves('parley', `ctr_${ahead}`);
      for (const operation of ['GET /a', 'GET /b', 'GET /a']) record(one, operation, operation === 'GET /b');
      record(two, 'GET /a');
      await usage.flush();
      record(one, 'GET /a');
      await usage.flush();
    }
    const read = async () =>
      Promise.all(
        Object.entries(tables).map(async ([table, key]) =>
          (
            await store.all<Record<string, unknown>>(
              `select ${key}, calls, errors${table === 'key_hour' ? '' : ', last_at'} from ${table} order by ${key}`,
            )
          ).map((row) => Object.values(row).map(String)),
        ),
      );

    const written = await read();
    for (const table of Object.keys(tables)) await store.all(`delete from ${table}`);
    for (const sql of backfillOf(dialect)) await store.all(sql);

    expect(await read()).toEqual(written);
    const sum = (rows: string[][] | undefined, from: number) =>
      (rows ?? []).reduce((total, row) => total + Number(row[from]), 0);
    expect([sum(written[0], 4), sum(written[1], 6), sum(written[2], 5)]).toEqual([15, 15, 15]);
    expect([sum(written[0], 5), sum(written[1], 7), sum(written[2], 6)]).toEqual([3, 3, 3]);
  });

  test('of days go when their counts go', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api,worker' });
    const { store } = hub.hub.parts;
    const client = await hub.client();
    await client.rest('/v1/endpoints');
    await hub.hub.services.usage.flush();
    const count = async () => {
      const rows = await store.all<{ count: number | string }>(
        'select count(*) as count from call_day union all select count(*) as count from version_day',
      );
      return rows.map((row) => Number(row.count));
    };

    const before = await count();
    hub.advance(402 * dayMs);
    await hub.hub.tidy();

    expect(before).toEqual([1, 1]);
    expect(await count()).toEqual([0, 0]);
  });
});

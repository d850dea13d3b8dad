import { expect, test } from 'vitest';
import { manyRows } from '../../../../e2e/support/many-rows.ts';
import { openRows } from '../../testing/open-rows.ts';
import { logStatements } from '../../testing/statement-log.ts';
import { TestHub } from '../../testing/test-hub.ts';

const keys = 12_000;

test('a status of keys is looked for along the index, also where PostgreSQL knows how many there are', async () => {
  await using hub = await TestHub.start('postgresql', { roles: 'api' });
  const rows = await openRows(hub, 'postgresql', 200);
  const client = await hub.client({ consumerId: manyRows.busyConsumer });
  const log = logStatements();
  try {
    await rows.run(`insert into api_key (id, consumer_id, name, environment, scopes, secret_hash, hint, created_at)
      select 'key_0' || lpad(n::text, 25, '0'), '${manyRows.busyConsumer}', 'many', 'live', '[]', 'many ' || n, '', now()
      from generate_series(1, ${keys}) n`);
    await rows.run('analyze');

    for (const status of ['suspended', 'expired', 'revoked'])
      expect((await client.rest(`/v1/api-keys?status=${status}`)).body).toMatchObject({ nextCursor: null });

    const looks = log.statements().filter(({ sql }) => /from api_key t\b[^]*order by/.test(sql));
    expect(looks.length).toBeGreaterThan(4);
    for (const statement of looks) {
      const { text } = await rows.explain(statement);
      // The last few thousand may be read in any way; all of them never are.
      const read = text.matchAll(/"Node Type": "Seq Scan"[^{}]*"Plan Rows": (\d+)/g);
      expect.soft(Math.max(0, ...Array.from(read, ([, count]) => Number(count))), text).toBeLessThan(5000);
    }
  } finally {
    log.end();
    await rows.close();
  }
});

import { scopes, staffOnlyScopes } from '@parley/shared/scope';
import { fill } from '../../bench/lists.ts';
import { type Document, listCalls, listsOfStaff } from '../../support/lists.ts';
import { manyRows, stepMs } from '../../support/many-rows.ts';
import type { Attack } from '../attack.ts';
import { describeWatched, watch } from '../watch.ts';

const clients = 8;

/** One key that asks for whatever takes longest, again and again, at several connections. */
export const attack: Attack = {
  name: 'polling every filter of every list on many rows holds up nobody',
  databases: ['sqlite', 'postgresql'],
  run: async ({ createDatabase, start, isShort }) => {
    const url = await createDatabase();
    await using parley = await start({ environment: { PARLEY_DATABASE_URL: url } });
    const database = url.startsWith('sqlite:') ? 'sqlite' : 'postgresql';
    // What reads on the event loop shows with fewer rows than what has a thousand pages to read elsewhere.
    const shortCount = database === 'sqlite' ? 50_000 : 10_000;
    const count = isShort ? shortCount : 1_000_000;
    const newestAt = await fill(database, url, count);
    const held = scopes.filter((scope) => scope.endsWith(':read') && !staffOnlyScopes.includes(scope));
    const { secret } = await parley.createKey(manyRows.busyConsumer, held.join(','));
    const key = parley.rest(secret);
    const document = (await key.get('/v1/openapi.json')).body as Document;
    const calls = listCalls(document, { newestAt, spanMs: count * stepMs }).filter(
      ({ operation }) => !listsOfStaff.includes(operation),
    );
    let refused = 0;
    const rounds = isShort ? 1 : 3;
    const watched = await watch(parley, async () =>
      Promise.all(
        Array.from({ length: clients }, async (_, client) => {
          for (let round = 0; round < rounds; round += 1)
            for (const [index, { path }] of calls.entries())
              if (index % clients === client && (await key.get(path)).status !== 200) refused += 1;
        }),
      ),
    );
    if (refused > 0) throw new Error(`${refused} of the lists were refused.`);
    return `${calls.length} ways to ask on ${count} deliveries, ${clients} at a time; ${describeWatched(watched)}`;
  },
};

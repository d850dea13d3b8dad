import { setTimeout as sleep } from 'node:timers/promises';
import { manyRows } from '../support/many-rows.ts';
import { type DatabaseName, withDatabases } from './databases.ts';
import { type Column, percentile, rounded, say, sayHeads, sayRow } from './figures.ts';
import { type Ask, asking, fill, signIn } from './lists.ts';
import { startMeasuredParley } from './processes.ts';

const deliveries = Number(process.env.BENCH_ROWS ?? 1_000_000);
const limitMs = 50;
const tries = 9;

const keyScopes = [
  'consumers:read',
  'api-keys:read',
  'endpoints:read',
  'event-types:read',
  'events:read',
  'deliveries:read',
  'contracts:read',
].join(',');

/** What people write on the way to what they look for: common and rare, with slips, and what nothing has. */
const texts = (ids: { event: string; delivery: string }): string[] => [
  'c',
  'co',
  'con',
  'consumer 1',
  'consumer 1999',
  'cnosumer 1999',
  'consumer nowhere',
  '127.0.0.1',
  'http://127',
  'key',
  'hint',
  manyRows.commonType,
  'o',
  'or',
  'order-',
  'order-2',
  'order-999998',
  'ORDER-44',
  manyRows.commonSubject,
  'subj',
  manyRows.rareSubject,
  'evt_',
  ids.event.slice(0, 12),
  ids.event,
  'dlv_',
  ids.delivery.slice(0, 12),
  ids.delivery,
  'rcv_0',
  'listDeliveries',
  'absent in everything',
  'zzqqxx',
  'a'.repeat(200),
  'e'.repeat(3),
  '%',
];

interface SearchFigures {
  as: string;
  q: string;
  found: string;
  /** What it costs when nobody else has the machine. */
  minMs: number;
  p50Ms: number;
  maxMs: number;
}

const columns: Column<SearchFigures>[] = [
  ['as', (one) => one.as],
  ['min ms', (one) => one.minMs],
  ['p50 ms', (one) => one.p50Ms],
  ['max ms', (one) => one.maxMs],
  ['  search', (one) => `  ${one.q.slice(0, 40)}: ${one.found}`],
];

interface Found {
  groups: { kind: string; count: number; isMore: boolean }[];
  isComplete: boolean;
}

const measureSearch = async (
  as: string,
  search: (q: string) => Promise<Found>,
  q: string,
): Promise<SearchFigures> => {
  const times: number[] = [];
  let found: Found = { groups: [], isComplete: true };
  for (let index = 0; index < tries; index += 1) {
    const from = performance.now();
    found = await search(q);
    times.push(performance.now() - from);
  }
  // A pause of a shared machine is no time of a search: the slowest two are not counted.
  const settled = times.toSorted((a, b) => a - b).slice(0, -2);
  return {
    as,
    q,
    found: found.groups.map(({ kind, count, isMore }) => `${kind} ${count}${isMore ? '+' : ''}`).join(', '),
    minMs: rounded(settled[0] ?? 0, 1),
    p50Ms: percentile(settled, 0.5),
    maxMs: rounded(settled.at(-1) ?? 0, 1),
  };
};

const pathOf = (q: string): string => `/v1/search?q=${encodeURIComponent(q)}`;

/** Asks until everything that was filled in can be found; answers the seconds. */
const waitForIndex = async (ask: Ask): Promise<number> => {
  const from = performance.now();
  for (;;) {
    const found = (await ask(pathOf('consumer'))) as unknown as Found;
    if (found.isComplete) return rounded((performance.now() - from) / 1000, 1);
    await sleep(10);
  }
};

const measureDatabase = async (name: DatabaseName, url: string) => {
  const first = await startMeasuredParley(url);
  await first.stop();
  await fill(name, url, deliveries);
  const parley = await startMeasuredParley(url);
  try {
    const place = ['--consumer', manyRows.busyConsumer, '--env', 'live'];
    const { secret = '' } = parley.cli('key', 'create', ...place, '--scopes', keyScopes);
    const staff = await signIn(parley);
    const key = asking(parley.origin, { authorization: `Bearer ${secret}` });
    const indexSeconds = await waitForIndex(staff);
    const idOf = async (list: string) =>
      ((await staff(`/v1/${list}?limit=1`)) as unknown as { items: { id: string; uniqueId?: string }[] })
        .items[0];
    const event = await idOf('events');
    const delivery = await idOf('deliveries');
    const ids = { event: event?.uniqueId ?? '', delivery: delivery?.id ?? '' };
    const health: number[] = [];
    for (let index = 0; index < 50; index += 1) {
      const from = performance.now();
      await fetch(`${parley.origin}/healthz`);
      health.push(performance.now() - from);
    }
    say(
      `${name}: what was filled in could be found after ${indexSeconds} s of searching; /healthz p50 ${percentile(health, 0.5)} ms`,
    );
    sayHeads(columns);
    const searches: SearchFigures[] = [];
    for (const [as, ask] of [
      ['staff', staff],
      ['key', key],
    ] as const)
      for (const q of texts(ids)) {
        const one = await measureSearch(as, async (text) => (await ask(pathOf(text))) as unknown as Found, q);
        searches.push(one);
        sayRow(columns, one);
      }
    const over = searches.filter(({ maxMs }) => maxMs > limitMs);
    say(
      over.length === 0
        ? `No search took more than ${limitMs} ms.`
        : `${over.length} took more than ${limitMs} ms.`,
    );
    if (over.length > 0) process.exitCode = 1;
    return { database: name, indexSeconds, searches, over: over.length };
  } finally {
    await parley.stop();
  }
};

/** Measures searches on a million deliveries and what belongs to them, as staff and as a key of a busy consumer. */
export const reportSearch = async (names: readonly DatabaseName[]): Promise<object> => {
  const runs: object[] = [];
  say(
    `Searches over REST on ${deliveries} deliveries, as staff and as a key of a busy consumer, nine times each.`,
  );
  for (const name of names)
    await withDatabases(name, async ({ create }) => {
      runs.push(await measureDatabase(name, await create()));
    });
  return { bench: 'search', deliveries, limitMs, runs };
};

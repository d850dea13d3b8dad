import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scopes, staffOnlyScopes } from '@parley/shared/scope';
import { type Document, type ListCall, listCalls, listsOfStaff } from '../support/lists.ts';
import { fillingStatements, manyRows, type SqlDialect, stepMs } from '../support/many-rows.ts';
import { type DatabaseName, withDatabases } from './databases.ts';
import { type Column, percentile, rounded, say, sayHeads, sayRow } from './figures.ts';
import { subscribe } from './integrator.ts';
import { type MeasuredParley, startMeasuredParley } from './processes.ts';
import { Publisher } from './publishing.ts';
import { Receivers } from './receivers.ts';

const deliveries = Number(process.env.BENCH_ROWS ?? 1_000_000);
const limitMs = 50;
const tries = 7;
const publishPerSecond = 200;
const publishSeconds = 10;
const ratioMax = 1.5;

interface Client {
  connect: () => Promise<void>;
  query: (sql: string) => Promise<unknown>;
  end: () => Promise<void>;
}

interface SqliteFile {
  pragma: (sql: string) => unknown;
  exec: (sql: string) => unknown;
  close: () => void;
}

// The drivers are the server's.
const serverRequire = createRequire(resolve(import.meta.dirname, '../../server/package.json'));

/** Runs statements on a database that a Parley has migrated. */
const openSql = async (dialect: SqlDialect, url: string) => {
  if (dialect === 'postgresql') {
    const { Client: PgClient } = serverRequire('pg') as { Client: new (url: string) => Client };
    const client = new PgClient(url);
    await client.connect();
    return { run: async (sql: string) => void (await client.query(sql)), close: async () => client.end() };
  }
  const Database = serverRequire('better-sqlite3') as new (file: string) => SqliteFile;
  const db = new Database(url.replace('sqlite:', ''));
  for (const pragma of ['synchronous = off', 'cache_size = -262144', 'busy_timeout = 10000'])
    db.pragma(pragma);
  return { run: async (sql: string) => void db.exec(sql), close: async () => db.close() };
};

/** Fills a database with a million rows; answers when the newest was made. */
export const fill = async (dialect: SqlDialect, url: string, count: number): Promise<number> => {
  const sql = await openSql(dialect, url);
  const newestAt = Date.now() - 60_000;
  for (const statement of fillingStatements(dialect, { deliveries: count, due: 0, newestAt }))
    await sql.run(statement);
  await sql.close();
  return newestAt;
};

const keyScopes = scopes
  .filter((scope) => scope.endsWith(':read') && !staffOnlyScopes.includes(scope))
  .join(',');

interface ListFigures {
  as: string;
  operation: string;
  filters: string;
  p50Ms: number;
  maxMs: number;
}

const columns: Column<ListFigures>[] = [
  ['as', (one) => one.as],
  ['p50 ms', (one) => one.p50Ms],
  ['max ms', (one) => one.maxMs],
  ['  list', (one) => `  ${one.operation} ${one.filters}`],
];

/** Asks a path of a Parley and answers what it said; throws when it refused. */
export type Ask = (path: string) => Promise<{ nextCursor?: string | null }>;

/** As the holder of a credential. */
export const asking =
  (origin: string, headers: Record<string, string>): Ask =>
  async (path) => {
    const response = await fetch(origin + path, { headers });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };

const timed = async (ask: Ask, path: string, times: number[]) => {
  const from = performance.now();
  const answer = await ask(path);
  times.push(performance.now() - from);
  return answer;
};

/** The first page and the second, several times. */
const measureCall = async (as: string, ask: Ask, call: ListCall): Promise<ListFigures> => {
  const times: number[] = [];
  for (let index = 0; index < tries; index += 1) {
    const { nextCursor } = await timed(ask, call.path, times);
    if (nextCursor) await timed(ask, `${call.path}${call.filters ? '&' : '?'}cursor=${nextCursor}`, times);
  }
  // A pause of a shared machine is no time of a list: the slowest of seven is not counted.
  const settled = times.toSorted((a, b) => a - b).slice(0, -2);
  return {
    as,
    operation: call.operation,
    filters: call.filters,
    p50Ms: percentile(settled, 0.5),
    maxMs: rounded(settled.at(-1) ?? 0, 1),
  };
};

/** As an owner, who signs in. */
export const signIn = async ({ origin, cliWith }: MeasuredParley): Promise<Ask> => {
  const email = 'bench@parley.example';
  const password = 'a long enough password';
  cliWith(password, 'staff', 'create', '--email', email, '--role', 'owner', '--password-stdin');
  const response = await fetch(`${origin}/trpc/session.signIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  });
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0];
  if (!cookie) throw new Error(`Nobody is signed in: ${await response.text()}`);
  return asking(origin, { cookie });
};

/** Publish → answered at a steady rate, with somebody else at work beside it or without. */
const publishBeside = async (
  order: { origin: string; secret: string; types: string[] },
  beside: ((isOver: () => boolean) => Promise<void>) | null,
): Promise<number> => {
  const publisher = new Publisher();
  let isOver = false;
  const other = beside?.(() => isOver);
  await publisher.publish({ ...order, seconds: 2, rate: publishPerSecond });
  const { ackMs } = await publisher.publish({ ...order, seconds: publishSeconds, rate: publishPerSecond });
  isOver = true;
  await other;
  publisher.end();
  return percentile(ackMs, 0.95);
};

const measureBeside = async (parley: MeasuredParley, ask: Ask, slowest: ListFigures, path: string) => {
  const receivers = await Receivers.start(1);
  const type = 'bench.lists';
  const secret = await subscribe(parley, [{ origin: receivers.origins[0] ?? '', type }]);
  const order = { origin: parley.origin, secret, types: [type] };
  const poll = async (isOver: () => boolean) => {
    while (!isOver()) {
      await ask(path);
      await sleep(5);
    }
  };
  // Twice each in turns: the machine is not as fast at one time as at another.
  const alone = [await publishBeside(order, null)];
  const beside = [await publishBeside(order, poll)];
  alone.push(await publishBeside(order, null));
  beside.push(await publishBeside(order, poll));
  receivers.end();
  const ratio = rounded(Math.min(...beside) / Math.min(...alone), 2);
  return {
    list: `${slowest.operation} ${slowest.filters}`,
    p95AloneMs: Math.min(...alone),
    p95BesideMs: Math.min(...beside),
    ratio,
  };
};

const measureDatabase = async (name: DatabaseName, url: string) => {
  const first = await startMeasuredParley(url);
  await first.stop();
  const fillStarted = performance.now();
  const newestAt = await fill(name, url, deliveries);
  const fillSeconds = rounded((performance.now() - fillStarted) / 1000);
  const parley = await startMeasuredParley(url);
  try {
    const place = ['--consumer', manyRows.busyConsumer, '--env', 'live'];
    const { secret = '' } = parley.cli('key', 'create', ...place, '--scopes', keyScopes);
    const askers: [string, Ask][] = [
      ['key', asking(parley.origin, { authorization: `Bearer ${secret}` })],
      ['staff', await signIn(parley)],
    ];
    const document: Document = await (await fetch(`${parley.origin}/v1/openapi.json`)).json();
    const calls = listCalls(document, { newestAt, spanMs: deliveries * stepMs }, true);
    const health: number[] = [];
    const health200 = asking(parley.origin, {});
    for (let index = 0; index < 50; index += 1) await timed(health200, '/healthz', health);
    say(
      `${name}: filled in ${fillSeconds} s, ${calls.length} ways to ask, /healthz p50 ${percentile(health, 0.5)} ms`,
    );
    sayHeads(columns);
    const lists: (ListFigures & { path: string })[] = [];
    for (const [as, ask] of askers)
      for (const call of calls.filter(({ operation }) => as === 'staff' || !listsOfStaff.includes(operation)))
        lists.push({ ...(await measureCall(as, ask, call)), path: call.path });
    const slowestFirst = lists.toSorted((a, b) => b.maxMs - a.maxMs);
    for (const one of slowestFirst.slice(0, 25)) sayRow(columns, one);
    // The longest of a few tries is a matter of chance, so the one that is slowest by its median is taken as well.
    const [slowestUsually] = lists.toSorted((a, b) => b.p50Ms - a.p50Ms);
    const publish = [];
    for (const list of new Set([slowestFirst[0], slowestUsually])) {
      const ask = askers.find(([as]) => as === list?.as)?.[1];
      if (!list || !ask) throw new Error('There is no list.');
      const beside = await measureBeside(parley, ask, list, list.path);
      say(
        `publish p95 alone ${beside.p95AloneMs} ms, beside ${beside.list} ${beside.p95BesideMs} ms: ratio ${beside.ratio} (limit ${ratioMax})`,
      );
      publish.push(beside);
    }
    const over = slowestFirst.filter(({ maxMs }) => maxMs > limitMs);
    say(
      over.length === 0
        ? `No list took more than ${limitMs} ms.`
        : `${over.length} took more than ${limitMs} ms.`,
    );
    if (over.length > 0 || publish.some(({ ratio }) => ratio > ratioMax)) process.exitCode = 1;
    return {
      database: name,
      fillSeconds,
      lists: lists.length,
      slowest: slowestFirst.slice(0, 25),
      over: over.length,
      publish,
    };
  } finally {
    await parley.stop();
  }
};

/** Measures every filter of every list, alone and by twos, as a key and as staff, and publishing beside the slowest. */
export const reportLists = async (names: readonly DatabaseName[]): Promise<object> => {
  const runs: object[] = [];
  say(
    `Every filter of every list over REST on ${deliveries} deliveries, as a key of a busy consumer and as staff: the`,
  );
  say('first page and the second, seven times. The 25 slowest are shown.');
  for (const name of names)
    await withDatabases(name, async ({ create }) => {
      runs.push(await measureDatabase(name, await create()));
    });
  return { bench: 'lists', deliveries, runs };
};

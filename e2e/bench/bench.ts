// `pnpm bench <name>`: prints a readable table and, as its last line, one JSON object.
import { measurePublish, type PublishFigures } from './publish.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => String(cell).padStart(13)).join('');

const publish = async (): Promise<object> => {
  say('Parley on SQLite, synchronous=FULL: REST publish → durable → signed POST → attempt recorded.');
  say('Limit: signed undici POSTs from memory to the same 100 receivers, 200 at a time, in the same run.');
  say('');
  say(
    row([
      'fan-out',
      'limit/s',
      'events/s',
      'deliveries/s',
      'ratio',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'ack p99 ms',
      'MiB',
      'lost',
    ]),
  );
  const runs: PublishFigures[] = [];
  for (const fanOut of [1, 5]) {
    const run = await measurePublish(fanOut);
    runs.push(run);
    say(
      row([
        run.fanOut,
        run.limitPerSecond,
        run.eventsPerSecond,
        run.deliveriesPerSecond,
        run.ratioToLimit,
        run.p50Ms,
        run.p95Ms,
        run.p99Ms,
        run.ackP99Ms,
        run.memoryMib,
        run.lost,
      ]),
    );
  }
  say('');
  say(
    'p50, p95, p99: publish → received at half of the sustained rate. ack p99: publish → answered at full load.',
  );
  return { bench: 'publish', database: 'sqlite', synchronous: 'FULL', runs };
};

const benches: Record<string, () => Promise<object>> = { publish };
const bench = benches[process.argv[2] ?? ''];
if (!bench) {
  process.stderr.write(`pnpm bench takes one of: ${Object.keys(benches).join(', ')}\n`);
  process.exit(1);
}
say(JSON.stringify(await bench()));

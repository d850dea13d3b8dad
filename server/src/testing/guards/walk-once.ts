// Walks until the first leak, in a process of its own, on a copy of the database that the environment names; prints the leak,
// or `null`, as JSON.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answering, Receiver } from '../receiver.ts';
import { TestHub } from '../test-hub.ts';
import { walkFilters, walkLinks } from './filter-walk.ts';
import { walkForeignRows } from './foreign-walk.ts';
import { type Leak, walkGuards } from './walk.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-walk-'));
const found: Leak[] = [];
const onLeak = (leak: Leak) => {
  found.push(leak);
  return 'stop' as const;
};

const start = async (roles: string): Promise<TestHub> => {
  const file = join(folder, `${roles}.db`);
  copyFileSync(process.env.WALK_TEMPLATE ?? '', file);
  return TestHub.start('sqlite', { roles, databaseUrl: `sqlite:${file}` });
};

const shows = process.env.WALK_STAGE ?? 'tokens';

const walk = async (): Promise<void> => {
  walkLinks(onLeak);
  if (found.length > 0) return;
  await using hub = await start('api');
  await walkGuards(hub, { isShort: true, first: shows === 'people' ? 'people' : 'tokens', onLeak });
};

const walkRows = async (): Promise<void> => {
  await using receiver = await Receiver.start();
  receiver.otherwise(answering(200));
  await using hub = await start('api,worker');
  walkFilters(hub, onLeak);
  if (found.length === 0) await walkForeignRows(hub, receiver, { byTokens: false, onLeak });
};

// What cannot even begin without its guard is noticed as well.
const failed = (error: unknown): void =>
  void onLeak({ identity: 'nobody', procedure: 'any', door: 'any', expected: 'a walk', got: String(error) });

await (shows === 'rows' ? walkRows : walk)().catch(failed);
rmSync(folder, { recursive: true, force: true });
process.stdout.write(JSON.stringify(found[0] ?? null));
process.exit(0);

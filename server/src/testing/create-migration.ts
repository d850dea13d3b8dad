// `pnpm migration <name>`: writes a migration for each dialect from the difference between the entities and the snapshot.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../../e2e/support/postgres.ts';
import { openDatabase } from '../db.ts';
import { createDatabase } from './postgres.ts';

const name = process.argv[2];
await using postgres = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), 'parley-migration-'));
for (const config of [
  { dialect: 'sqlite' as const, file: join(folder, 'parley.db') },
  { dialect: 'postgresql' as const, url: await createDatabase(postgres.url) },
]) {
  const database = await openDatabase(config);
  await database.migrator.up();
  const { fileName, diff } = await database.migrator.create(undefined, false, false, name);
  process.stdout.write(`${config.dialect}: ${fileName || 'nothing to do'} (${diff.up.length} statements)\n`);
  await database.close();
}

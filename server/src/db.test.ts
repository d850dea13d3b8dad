import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { openDatabase } from './db.ts';
import { everyone } from './platform/database/owner.ts';
import { createDatabase } from './testing/postgres.ts';
import { type Dialect, dialects, TestHub } from './testing/test-hub.ts';
import { Consumer } from './access/consumer/consumer.entity.ts';

const configOf = async (dialect: Dialect, folder: string) =>
  dialect === 'sqlite'
    ? { dialect, file: join(folder, 'parley.db') }
    : { dialect, url: await createDatabase(inject('postgresUrl')) };

const inFolder = async (work: (folder: string) => Promise<void>) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-db-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

describe.each(dialects)('on %s', (dialect) => {
  test('the migrations make exactly the tables that the entities want', async () =>
    inFolder(async (folder) => {
      const database = await openDatabase(await configOf(dialect, folder));
      await database.migrate();

      expect(await database.migrator.checkSchema()).toBe(false);
      expect(await database.migrator.getPending()).toEqual([]);
      await database.close();
    }));

  test('an entity manager that was not told its owner fails instead of showing all', async () => {
    await using hub = await TestHub.start(dialect);
    const em = hub.hub.parts.openEm(everyone);
    em.setFilterParams('owner', {});

    await expect(em.find(Consumer, {})).rejects.toThrow(/owner/);
  });
});

test('processes that start together on one PostgreSQL migrate once', async () => {
  const url = await createDatabase(inject('postgresUrl'));
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase({ dialect: 'postgresql', url })));

  await Promise.all(databases.map((database) => database.migrate()));

  expect(await databases[0]!.migrator.getPending()).toEqual([]);
  await Promise.all(databases.map((database) => database.close()));
});

test('on SQLite every connection has the durable pragmas', async () =>
  inFolder(async (folder) => {
    const database = await openDatabase({ dialect: 'sqlite', file: join(folder, 'parley.db') });

    expect(await database.store.all('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await database.store.all('pragma synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await database.store.all('pragma busy_timeout')).toEqual([{ timeout: 20 }]);
    await database.store.transaction('relaxed', (tx) => tx.all('select 1'));
    expect(await database.store.all('pragma synchronous')).toEqual([{ synchronous: 2 }]);
    await database.close();
  }));

// A library in front of the C library counts what the process asks of the disk. It is compiled here, so the test needs a
// C compiler; a machine without one says so.
const counter = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
static void note(void) {
  int fd = open(getenv_path(), O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (fd >= 0) { write(fd, "s", 1); close(fd); }
}
int fsync(int fd) { note(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { note(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
`
  .replace('getenv_path()', 'getenv("SYNC_LOG")')
  .replace('#include <unistd.h>', '#include <stdlib.h>\n#include <unistd.h>');

const hasCompiler = spawnSync('cc', ['--version']).status === 0;
if (!hasCompiler) process.stderr.write('Not run: the count of fsync needs a C compiler (cc).\n');

test.runIf(hasCompiler)('each acknowledged commit waits for the disk, and a relaxed one does not', async () =>
  inFolder(async (folder) => {
    const library = join(folder, 'count.so');
    const log = join(folder, 'syncs');
    writeFileSync(join(folder, 'count.c'), counter);
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, join(folder, 'count.c'), '-ldl']);
    const script = `
      import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'db.ts'))};
      import { existsSync, readFileSync } from 'node:fs';
      const syncs = () => (existsSync(process.env.SYNC_LOG) ? readFileSync(process.env.SYNC_LOG).length : 0);
      const database = await openDatabase({ dialect: 'sqlite', file: ${JSON.stringify(join(folder, 'parley.db'))} });
      await database.migrate();
      const count = async (durability) => {
        const before = syncs();
        for (let index = 0; index < 40; index += 1)
          await database.store.transaction(durability, (tx) => tx.all("insert into revision (id, value) values ('" + durability + index + "', 1)"));
        return syncs() - before;
      };
      process.stdout.write(JSON.stringify({ synced: await count('synced'), relaxed: await count('relaxed') }));
      await database.close();`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, LD_PRELOAD: library, SYNC_LOG: log },
      encoding: 'utf8',
    });

    expect(existsSync(log) && readFileSync(log).length > 0).toBe(true);
    const { synced, relaxed } = JSON.parse(output);
    expect(synced).toBeGreaterThanOrEqual(40);
    expect(relaxed).toBeLessThanOrEqual(4);
  }),
);

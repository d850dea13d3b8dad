import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { json, type Output, withParley } from './run.ts';

/** `parley backup`. */
export const addBackup = (program: Command): void => {
  program
    .command('backup')
    .description('copy a SQLite database, while it is in use, to a new file')
    .argument('<file>', 'file to write')
    .addOption(json())
    .action(async (file: string, options: Output) =>
      withParley(options, async (parts) => {
        if (parts.store.dialect !== 'sqlite')
          return { object: { file: null }, sentence: 'This is PostgreSQL: use pg_dump.', isFailure: true };
        const target = resolve(file);
        if (existsSync(target))
          return { object: { file: null }, sentence: `${target} exists already.`, isFailure: true };
        await parts.store.all('vacuum into ?', target);
        return {
          object: { file: target },
          sentence: `Copied to ${target}. Keep the master key beside it: without it, signing secrets cannot be read.`,
        };
      }),
    );
};

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { backUpSqlite } from '../platform/database/sqlite-backup.ts';
import { type Answer, json, type Output, withParley } from './run.ts';

const keyAdvice = (from: string): string =>
  from === 'PARLEY_MASTER_KEY'
    ? 'It needs the key in PARLEY_MASTER_KEY, which is not in it'
    : `It needs the master key, which is not in it but in ${from}`;

const backUp = ({ database, masterKeyFrom }: Config, file: string): Answer => {
  if (database.dialect !== 'sqlite')
    return { object: { file: null }, sentence: 'This is PostgreSQL: use pg_dump.', isFailure: true };
  const target = resolve(file);
  if (existsSync(target))
    return { object: { file: null }, sentence: `${target} exists already.`, isFailure: true };
  backUpSqlite(database.file, target);
  return {
    object: { file: target, masterKey: masterKeyFrom },
    sentence: `Copied to ${target}, and looked through. ${keyAdvice(masterKeyFrom)}: keep both, in different places.`,
  };
};

/** `parley backup`. */
export const addBackup = (program: Command): void => {
  program
    .command('backup')
    .description('copy a SQLite database, while it is in use, to a new file')
    .argument('<file>', 'file to write')
    .addOption(json())
    .action(async (file: string, options: Output) =>
      withParley(options, async (_parts, config) => backUp(config, file)),
    );
};

import type { Command } from 'commander';
import { json, type Output, withParley } from './run.ts';

/** `parley migrate`. */
export const addMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('apply pending migrations')
    .addOption(json())
    .action(async (options: Output) =>
      withParley(
        options,
        async () => ({ object: { migrated: true }, sentence: 'The database is up to date.' }),
        'migrate',
      ),
    );
};

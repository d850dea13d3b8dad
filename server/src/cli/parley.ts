import { problems } from '@parley/shared/problem';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ConfigError } from '../config.ts';
import { problemOf } from '../platform/guard/problem-of.ts';
import { StartRefusal } from '../platform/installation/start-refusal.ts';
import { version } from '../version.ts';
import { addAudit } from './audit.ts';
import { addBackup } from './backup.ts';
import { addConsumer } from './consumer.ts';
import { addContract } from './contract.ts';
import { addKey } from './key.ts';
import { addMigrate } from './migrate.ts';
import { addStaff } from './staff.ts';

// Whatever is made, such as a backup, is for this user alone.
process.umask(0o077);

const program = new Command('parley')
  .description(
    'Works on the database that PARLEY_DATABASE_URL names, beside a running Parley or without one.',
  )
  .version(version, '--version', 'print the version')
  .exitOverride()
  .showHelpAfterError();
// In the order in which the help names them.
for (const add of [addStaff, addConsumer, addKey, addMigrate, addContract, addAudit, addBackup]) add(program);

const explain = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof StartRefusal) return error.message;
  const problem = problemOf(error);
  if (problem.code === 'internal' && error instanceof Error) return error.message;
  const places = (problem.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
  return [`${problems[problem.code].title}. ${problem.detail}`, ...places].join('\n');
};

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof InvalidArgumentError)
    process.stderr.write(`The password is refused: ${error.message}\n`);
  else if (!(error instanceof CommanderError)) process.stderr.write(`${explain(error)}\n`);
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}

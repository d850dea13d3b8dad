import { Command, CommanderError } from 'commander';
import { commandLineOf } from '../platform/process/command-line.ts';

// Whatever is made, such as a backup, is for this user alone.
process.umask(0o077);

type Add = (program: Command) => void;

/** By its first word, in the order in which the help names them. Only what is asked for is loaded. */
const commands: Record<string, () => Promise<Add>> = {
  staff: async () => (await import('./staff.ts')).addStaff,
  consumer: async () => (await import('./consumer.ts')).addConsumer,
  key: async () => (await import('./key.ts')).addKey,
  'signing-key': async () => (await import('./signing-key.ts')).addSigningKey,
  migrate: async () => (await import('./migrate.ts')).addMigrate,
  contract: async () => (await import('./contract.ts')).addContract,
  audit: async () => (await import('./audit.ts')).addAudit,
  backup: async () => (await import('./backup.ts')).addBackup,
  receive: async () => (await import('./receive.ts')).addReceive,
};

const createProgram = async (word: string): Promise<Command> => {
  const { version } = await import('../version.ts');
  const program = new Command(commandLineOf(process.env).here)
    .description(
      'Works on the database that PARLEY_DATABASE_URL names, beside a running Parley or without one.',
    )
    .version(version, '--version', 'print the version')
    .exitOverride()
    .showHelpAfterError();
  const known = Object.hasOwn(commands, word) ? [commands[word]] : Object.values(commands);
  const asked = word === '--version' ? [] : known;
  for (const load of asked) (await load?.())?.(program);
  return program;
};

try {
  const program = await createProgram(process.argv[2] ?? '');
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) {
    const { explain } = await import('./explain.ts');
    process.stderr.write(`${explain(error)}\n`);
  }
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
}

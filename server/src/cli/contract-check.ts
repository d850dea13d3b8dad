import { type Command, CommanderError, Option } from 'commander';
import { reportFormats } from './report/formats.ts';
import type { CheckOrder, runCheck } from './check/check.ts';

/** A wrong option ends this command with 2: 1 is the answer that the gate is closed. */
const endsWithTwo = (error: CommanderError): never => {
  throw new CommanderError(error.exitCode === 0 ? 0 : 2, error.code, error.message);
};

type CheckOptions = Omit<CheckOrder, 'files'> & { json?: boolean };

type LoadCheck = (needsDatabase: boolean) => Promise<typeof runCheck>;

/** `parley contract check`. What does the work is loaded when it is asked for. */
export const addCheck = (contract: Command, loadCheck: LoadCheck): void => {
  contract
    .command('check')
    .description(
      'say what a contract changes and whether it may be published: 0 it may, 1 it may not, 2 there is no verdict',
    )
    .argument('<file>', 'OpenAPI 3 or Swagger 2.0, in JSON or YAML; with a second file, the older one')
    .argument('[revision]', 'the newer of two files: nothing else is asked then')
    .option('--api <slug>', 'the API whose newest version it is compared with')
    .option('--url <url>', 'the Parley that has it; PARLEY_URL without it, else the database here')
    .option('--key <key>', 'an API key with contracts:read; better in PARLEY_API_KEY')
    .option('--root <folder>', 'nothing outside of it is read; the repository around the file without it')
    .option('--rules <file>', 'for two files: the rules of an API, as JSON')
    .addOption(new Option('--format <format>', 'how to print it').choices(reportFormats).default('text'))
    .option('--output <file>', 'write it there, and the text to standard output')
    .option('--json', 'print one JSON object')
    .exitOverride(endsWithTwo)
    .action(async (file: string, revision: string | undefined, { json, ...options }: CheckOptions) => {
      const needsDatabase = revision === undefined && !(options.url ?? process.env.PARLEY_URL);
      const runCheck = await loadCheck(needsDatabase);
      process.exitCode = await runCheck({
        ...options,
        files: revision === undefined ? [file] : [file, revision],
        ...(json ? { format: 'json' as const } : {}),
      });
    });
};

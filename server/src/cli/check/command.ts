import { Command, CommanderError } from 'commander';
import { commandLineOf } from '../../platform/process/command-line.ts';
import { addCheck } from '../contract-check.ts';
import { builtFolder } from './built.ts';
import { runCheck } from './check.ts';

// `parley contract check` alone, for the built check. What works on the database is never built: it is the same code as
// everything else that does.
const fromSources = new URL('../../src/cli/check/check.ts', builtFolder).href;

try {
  const program = new Command(commandLineOf(process.env).here).exitOverride().showHelpAfterError();
  addCheck(program.command('contract'), async (needsDatabase) => {
    if (!needsDatabase) return runCheck;
    const loaded: { runCheck: typeof runCheck } = await import(fromSources);
    return loaded.runCheck;
  });
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode;
}

import type { Command } from 'commander';
import { addCheck } from './contract-check.ts';
import type { PushOrder } from './push.ts';

/** `parley contract`. */
export const addContract = (program: Command): void => {
  const contract = program.command('contract').description('contracts of APIs');
  addCheck(contract, async () => (await import('./check/check.ts')).runCheck);
  contract
    .command('push')
    .description('upload a file as a draft; the API is created when the slug is new')
    .requiredOption('--api <slug>', 'the API')
    .argument('<file>', 'OpenAPI 3 or Swagger 2.0, in JSON or YAML')
    .option('--url <url>', 'the Parley that takes it; PARLEY_URL without it, else the database here')
    .option('--key <key>', 'an API key with contracts:write; better in PARLEY_API_KEY')
    .option('--root <folder>', 'nothing outside of it is read; the repository around the file without it')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: PushOrder) => {
      const { pushFile } = await import('./push.ts');
      await pushFile(file, options);
    });
};

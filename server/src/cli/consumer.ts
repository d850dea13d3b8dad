import { ConsumerKind } from '@parley/shared/access/consumer';
import { type Command, Option } from 'commander';
import { createConsumer } from '../access/consumer/consumer.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { caller, json, nameText, type Output, parsedBy, withParley } from './run.ts';

/** `parley consumer`. */
export const addConsumer = (program: Command): void => {
  const consumer = program.command('consumer').description('applications that call or receive');
  consumer
    .command('create')
    .description('register a consumer')
    .requiredOption('--name <name>', 'unique name', parsedBy(nameText))
    .addOption(new Option('--kind <kind>', 'kind').choices(ConsumerKind.options).makeOptionMandatory())
    .addOption(json())
    .action(async (options: Output & { name: string; kind: ConsumerKind }) =>
      withParley(options, async (parts) => {
        const { name, kind } = options;
        const created = await createConsumer(parts.openEm(everyone), { parts, caller }, { name, kind });
        return {
          object: created,
          sentence: `${created.name} is registered as ${created.kind} (${created.id}).`,
        };
      }),
    );
};

import { ConsumerKind } from '@parley/shared/access/consumer';
import { Environment } from '@parley/shared/words/environment';
import { Scope, scopes } from '@parley/shared/scope';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { createApiKey } from '../access/api-key/api-key.service.ts';
import { findOrCreateConsumer } from '../access/consumer/consumer.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { caller, json, nameText, type Output, parsedBy, withParley } from './run.ts';

interface KeyOptions extends Output {
  consumer: string;
  env: Environment;
  scopes: Scope[];
  kind: ConsumerKind;
  name: string;
}

const scopeList = (argument: string): Scope[] =>
  argument.split(',').map((item) => {
    const result = Scope.safeParse(item.trim());
    if (result.success) return result.data;
    throw new InvalidArgumentError(`${item.trim()} is no scope. Known are ${scopes.join(', ')}.`);
  });

const environment = () =>
  new Option('--env <environment>', 'environment of the key')
    .choices(Environment.options)
    .makeOptionMandatory();

/** `parley key`. */
export const addKey = (program: Command): void => {
  const key = program.command('key').description('API keys');
  key
    .command('create')
    .description('create an API key; the consumer is created when the name is new')
    .requiredOption('--consumer <idOrName>', 'consumer', parsedBy(nameText))
    .addOption(environment())
    .requiredOption('--scopes <list>', 'comma list of scopes', scopeList)
    .addOption(
      new Option('--kind <kind>', 'kind of a new consumer')
        .choices(ConsumerKind.options)
        .default('internal_service'),
    )
    .option('--name <name>', 'where the key is used', parsedBy(nameText), 'command line')
    .addOption(json())
    .action(async (options: KeyOptions) =>
      withParley(options, async (parts) => {
        const em = parts.openEm(everyone);
        const owner = await findOrCreateConsumer(em, { parts, caller }, options.consumer, options.kind);
        const created = await createApiKey(
          parts.openEm(everyone),
          { parts, caller },
          {
            name: options.name,
            consumerId: owner.id,
            environment: options.env,
            scopes: options.scopes,
          },
        );
        return {
          object: { consumerId: owner.id, keyId: created.id, secret: created.secret },
          sentence: `${created.secret}\nThis is the key ${created.id} of ${owner.name} (${owner.id}). It is not shown again.`,
        };
      }),
    );
};

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { EntityManager } from '@mikro-orm/sql';
import { ApiSlug } from '@parley/shared/api';
import { ConsumerKind } from '@parley/shared/consumer';
import { Environment } from '@parley/shared/environment';
import { problems } from '@parley/shared/problem';
import { Role, Scope, scopes } from '@parley/shared/scope';
import { emailAddress, newPassword } from '@parley/shared/session';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { createApiKey } from './access/api-key/api-key.service.ts';
import { verifyAudit } from './administration/audit/audit.service.ts';
import { ConfigError, readConfig } from './config.ts';
import { type ReportFormat, reportFormats, writeReport } from './contracts/change/check-report.ts';
import { ContractReader } from './openapi/reader/reader.ts';
import { readContractFiles } from './contracts/version/document-files.ts';
import type { ContractParts } from './contracts/version/version.service.ts';
import { checkContract, pushContract } from './contracts/version/upload.service.ts';
import { createConsumer, findOrCreateConsumer } from './access/consumer/consumer.service.ts';
import { openDatabase } from './db.ts';
import { createParts } from './hub.ts';
import { createLog } from './platform/process/log.ts';
import { everyone } from './platform/database/owner.ts';
import type { Parts } from './platform/process/parts.ts';
import type { Caller } from './platform/request/principal.ts';
import { hashPassword } from './administration/session/password.ts';
import { createStaff } from './administration/staff/staff.service.ts';
import { problemOf } from './platform/guard/problem-of.ts';

// Whoever can run this already holds the database and the master key.
const caller: Caller = {
  principal: { kind: 'command_line', name: process.env.USER ?? 'command line', scopes: new Set(scopes) },
  requestId: null,
  peer: null,
};

interface Output {
  json?: boolean;
}

/** What a command found: the object for `--json`, and the sentence for people. */
interface Answer {
  object: unknown;
  sentence: string;
  isFailure?: boolean;
}

const withParley = async (output: Output, work: (parts: Parts) => Promise<Answer>): Promise<void> => {
  const config = readConfig(process.env);
  const database = await openDatabase(config.database);
  try {
    await database.migrate();
    const parts = createParts(config, database, createLog('warn'));
    const answer = await work(parts);
    process.stdout.write(`${output.json ? JSON.stringify(answer.object) : answer.sentence}\n`);
    if (answer.isFailure) process.exitCode = 1;
    await parts.outbound.close();
  } finally {
    await database.close();
  }
};

const parsedBy =
  <Value>(schema: z.ZodType<Value>) =>
  (argument: string): Value => {
    const result = schema.safeParse(argument);
    if (result.success) return result.data;
    throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'not valid');
  };

const scopeList = (argument: string): Scope[] =>
  argument.split(',').map((item) => {
    const result = Scope.safeParse(item.trim());
    if (result.success) return result.data;
    throw new InvalidArgumentError(`${item.trim()} is no scope. Known are ${scopes.join(', ')}.`);
  });

const nameText = z.string().trim().min(1).max(100);
const json = () => new Option('--json', 'print one JSON object');
const environment = () =>
  new Option('--env <environment>', 'environment of the key')
    .choices(Environment.options)
    .makeOptionMandatory();

const program = new Command('parley')
  .description(
    'Works on the database that PARLEY_DATABASE_URL names, beside a running Parley or without one.',
  )
  .exitOverride()
  .showHelpAfterError();

const staff = program.command('staff').description('people with a console login');
staff
  .command('create')
  .description('create an account that can sign in at once')
  .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
  .addOption(new Option('--role <role>', 'role').choices(Role.options).makeOptionMandatory())
  .requiredOption('--password-stdin', 'read the password from standard input')
  .addOption(json())
  .action(async (options: Output & { email: string; role: Role }) => {
    const password = parsedBy(newPassword)((await text(process.stdin)).replace(/\r?\n$/, ''));
    const passwordHash = await hashPassword(password);
    await withParley(options, async (parts) => {
      const { email, role } = options;
      const created = await createStaff(
        parts.openEm(everyone),
        { parts, caller },
        { email, role, passwordHash },
      );
      return {
        object: created,
        sentence: `${created.email} can sign in as ${created.role} (${created.id}).`,
      };
    });
  });

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
  .action(
    async (
      options: Output & {
        consumer: string;
        env: Environment;
        scopes: Scope[];
        kind: ConsumerKind;
        name: string;
      },
    ) =>
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

program
  .command('migrate')
  .description('apply pending migrations')
  .addOption(json())
  .action(async (options: Output) =>
    withParley(options, async () => ({
      object: { migrated: true },
      sentence: 'The database is up to date.',
    })),
  );

const contract = program.command('contract').description('contracts of APIs');
const slug = () => new Option('--api <slug>', 'the API').argParser(parsedBy(ApiSlug)).makeOptionMandatory();

/** Works with contracts; the threads that read them end with the command. */
const withContracts = async (
  output: Output,
  work: (tools: ContractParts & { em: EntityManager }) => Promise<Answer>,
): Promise<void> =>
  withParley(output, async (parts) => {
    const contracts = new ContractReader();
    try {
      return await work({ parts, contracts, em: parts.openEm(everyone) });
    } finally {
      await contracts.close();
    }
  });

contract
  .command('check')
  .description('compare a file with the newest version; exits 1 when it may not be published')
  .addOption(slug())
  .argument('<file>', 'OpenAPI 3 in JSON or YAML')
  .addOption(new Option('--format <format>', 'how to print it').choices(reportFormats).default('text'))
  .addOption(json())
  .action(async (file: string, options: Output & { api: string; format: ReportFormat }) =>
    withContracts(options, async ({ em, ...tools }) => {
      const check = await checkContract(em, tools, { slug: options.api, ...readContractFiles(file) });
      const sentence = writeReport({ slug: options.api, file, check }, options.format);
      return { object: check, sentence, isFailure: !check.gate.isOpen };
    }),
  );

contract
  .command('push')
  .description('upload a file as a draft; the API is created when the slug is new')
  .addOption(slug())
  .argument('<file>', 'OpenAPI 3 in JSON or YAML')
  .addOption(json())
  .action(async (file: string, options: Output & { api: string }) =>
    withContracts(options, async ({ em, ...tools }) => {
      const version = await pushContract(
        em,
        { ...tools, caller },
        {
          slug: options.api,
          ...readContractFiles(file),
        },
      );
      return {
        object: version,
        sentence: `${version.title} ${version.version} is upload ${version.number} of ${options.api}, ${version.status} (${version.id}). Lint score ${version.lintScore}.`,
      };
    }),
  );

program
  .command('audit')
  .description('the audit trail')
  .command('verify')
  .description('walk the hash chain; exits 1 when it is broken')
  .addOption(json())
  .action(async (options: Output) =>
    withParley(options, async (parts) => {
      const verdict = await verifyAudit(parts.openEm(everyone));
      const sentence = verdict.intact
        ? `All ${verdict.entries} entries are as they were written.`
        : `The chain is broken at ${verdict.brokenAt}, after ${verdict.entries} good entries.`;
      return { object: verdict, sentence, isFailure: !verdict.intact };
    }),
  );

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

const explain = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
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

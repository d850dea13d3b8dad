import type { EntityManager } from '@mikro-orm/sql';
import { ApiSlug } from '@parley/shared/words/api-slug';
import { type Command, Option } from 'commander';
import { type ReportFormat, reportFormats, writeReport } from '../contracts/change/check-report.ts';
import { ContractReader } from '../openapi/reader/reader.ts';
import { readContractFiles } from '../contracts/version/document-files.ts';
import type { ContractParts } from '../contracts/version/version.service.ts';
import { checkContract, pushContract } from '../contracts/version/upload.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { type Answer, caller, json, type Output, parsedBy, withParley } from './run.ts';

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

/** `parley contract`. */
export const addContract = (program: Command): void => {
  const contract = program.command('contract').description('contracts of APIs');
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
};

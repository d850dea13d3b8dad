import { ApiRules } from '@parley/shared/contracts/api';
import { gateOf, judge, noComparison } from '../../contracts/change/judgement.ts';
import { keptLintOf, withBar } from '../../contracts/version/kept-lint.ts';
import type { LintSettings } from '../../openapi/lint/lint.ts';
import type { ContractReader, ContractReading } from '../../openapi/reader/reader.ts';
import { type Checked, unreadable } from './checked.ts';
import { type ContractFiles, sentFiles } from './repository-files.ts';

const read = async (
  reader: ContractReader,
  files: ContractFiles,
  lint: LintSettings | 'none',
): Promise<ContractReading> => {
  const sent = sentFiles(files);
  try {
    return await reader.readContract('document' in sent ? { text: sent.document } : sent, { lint });
  } catch (error) {
    throw unreadable(error, files);
  }
};

const compare = async (
  reader: ContractReader,
  base: ContractReading,
  revision: ContractReading,
  { sunsetGraceDays }: ApiRules,
  now: Date,
) =>
  base.sha256 === revision.sha256
    ? noComparison
    : reader.run(
        'compare',
        { base: base.json, revision: revision.json, sunsetGraceDays, now: now.getTime() },
        base.bytes + revision.bytes,
      );

/** Compares two contracts in files by these rules, without a server or a database. Nothing is accepted here. */
export const checkOffline = async (
  reader: ContractReader,
  { old, revised }: { old: ContractFiles; revised: ContractFiles },
  rules: ApiRules,
  now: Date,
): Promise<Checked> => {
  // Nobody can mend the older one: it only has to be readable.
  const base = await read(reader, old, 'none');
  const revision = await read(reader, revised, { rules: rules.lint, bar: rules.bar });
  const comparison = await compare(reader, base, revision, rules, now);
  const { changes, counts, advice } = judge(comparison, rules, new Map());
  const lint = withBar(keptLintOf(revision), rules.bar);
  return {
    subject: revision.title,
    against: `${base.title} ${base.version} in ${old.name}`,
    check: {
      base: { file: old.name, version: base.version },
      changes,
      counts,
      advice,
      openapi: revision.openapi,
      convertedFrom: revision.convertedFrom,
      version: revision.version,
      title: revision.title,
      operationCount: revision.operations,
      lint,
      gate: gateOf(changes, lint, now),
    },
  };
};

/** The rules of an API without rules of its own. */
export const usualRules = (): ApiRules => ApiRules.parse({});

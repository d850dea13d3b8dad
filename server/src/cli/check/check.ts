import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { ApiRules } from '@parley/shared/contracts/api';
import { ApiSlug } from '@parley/shared/words/api-slug';
import { ContractReader } from '../../openapi/reader/reader.ts';
import { type Checked, objectOf, placeChanges, reportOf, reportOfUnusable } from './checked.ts';
import { checkOffline, usualRules } from './offline-check.ts';
import { readContractFiles } from './repository-files.ts';
import type { ReportFormat } from '../report/formats.ts';
import { type Report, writeReport } from '../report/report.ts';
import { serverOf } from './server.ts';
import { Unusable } from './unusable.ts';

/** What `parley contract check` was asked. */
export interface CheckOrder {
  /** One file, or an older and a newer one. */
  files: readonly string[];
  api?: string;
  url?: string;
  key?: string;
  /** A file with the rules of an API, for two files. */
  rules?: string;
  /** The folder that nothing is read outside of. */
  root?: string;
  format: ReportFormat;
  /** Where the report goes instead of standard output. */
  output?: string;
}

/** One contract at a time, on a machine that has nothing else to do: more than a server gives a stranger. */
const limits = { threads: 1, memoryMb: 2048, cpuMs: 60_000, cpuMsPerMb: 10_000 };

/** Beside the built command stands the thread as it was built with it; else it is the sources' own. */
const threadFile = import.meta.url.endsWith('.ts') ? undefined : new URL('thread.js', import.meta.url);

const rulesOf = (file: string | undefined): ApiRules => {
  if (file === undefined) return usualRules();
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Unusable(`The rules in ${file}: ${error instanceof Error ? error.message : 'not JSON'}.`);
  }
  const rules = ApiRules.safeParse(json);
  if (rules.success) return rules.data;
  const [issue] = rules.error.issues;
  throw new Unusable(`The rules in ${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`);
};

const checkTwo = async (reader: ContractReader, order: CheckOrder, [old, file]: readonly string[]) => {
  const { api, url, key, root, rules } = order;
  if (api !== undefined || url !== undefined || key !== undefined)
    throw new Unusable('Two files are compared with each other: they take no --api, --url or --key.');
  const revised = readContractFiles(file ?? '', root);
  // Often of another checkout, so the folder that was named is not its own.
  const both = { old: readContractFiles(old ?? ''), revised };
  return { files: revised, checked: await checkOffline(reader, both, rulesOf(rules), new Date()) };
};

const checkOne = async (reader: ContractReader, order: CheckOrder, file: string) => {
  const { api, root } = order;
  if (api === undefined)
    throw new Unusable('Name the API with --api, or give two files to compare: OLD NEW.');
  if (!ApiSlug.safeParse(api).success) throw new Unusable(`\`${api}\` is no slug of an API.`);
  if (order.rules !== undefined) throw new Unusable('--rules is for two files: an API has its own.');
  const server = serverOf(order);
  const files = readContractFiles(file, root);
  // Each is loaded for those who ask for it: one of them with the database and all that works with it.
  const checked: Checked = server
    ? await (await import('./server-check.ts')).checkOnServer(server, api, files)
    : await (await import('./installed-check.ts')).checkInstalled(reader, api, files);
  return { files, checked };
};

const print = (order: CheckOrder, text: string, report: Report): void => {
  if (order.output === undefined) {
    process.stdout.write(`${text}\n`);
    return;
  }
  try {
    writeFileSync(order.output, `${text}\n`);
  } catch (error) {
    throw new Unusable(`${order.output}: ${error instanceof Error ? error.message : 'cannot be written'}.`);
  }
  // The report went elsewhere: the log says what people look for.
  process.stdout.write(`${writeReport(report, 'text')}\n`);
};

const printUnusable = (order: CheckOrder, error: Unusable): void => {
  const file = relative('', resolve(order.files.at(-1) ?? ''));
  const report = reportOfUnusable(file, error);
  const { format } = order;
  const places = error.places.map((place) => `  ${place.file}:${place.line}:${place.column} ${place.text}`);
  process.stderr.write(`${[error.message, ...places].join('\n')}\n`);
  if (format === 'text') return;
  const text =
    format === 'json'
      ? JSON.stringify({ error: error.message, places: error.places })
      : writeReport(report, format);
  if (order.output === undefined) process.stdout.write(`${text}\n`);
  else writeFileSync(order.output, `${text}\n`);
};

const run = async (order: CheckOrder): Promise<number> => {
  const [first = '', ...more] = order.files;
  const reader = new ContractReader(limits, threadFile);
  try {
    const { files, checked } =
      more.length > 0 ? await checkTwo(reader, order, order.files) : await checkOne(reader, order, first);
    const placed = await placeChanges(reader, files, checked);
    const report = reportOf(placed);
    const { format } = order;
    print(order, format === 'json' ? JSON.stringify(objectOf(placed)) : writeReport(report, format), report);
    return checked.check.gate.isOpen ? 0 : 1;
  } finally {
    await reader.close();
  }
};

/** Checks, prints, and answers how the command ends: 0 open, 1 closed, 2 without a verdict. */
export const runCheck = async (order: CheckOrder): Promise<number> => {
  try {
    return await run(order);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unusable = error instanceof Unusable ? error : new Unusable(message);
    try {
      printUnusable(order, unusable);
    } catch {
      // Where the report should go cannot be written: that was said already.
    }
    return 2;
  }
};

import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { parseExact } from '../../platform/request/exact-json.ts';
import { ExactNumber } from '@parley/shared/words/json-number';
import { canonicalHashOf } from './canonical-hash.ts';
import { type ContractOperation, listOperations } from './operation.ts';
import {
  type ContractLint,
  lintContract,
  type LintFinding,
  type LintSettings,
  type OpenApiVersion,
} from '../lint/lint.ts';
import { escapeToken } from '../../platform/request/pointer.ts';
import {
  type ContractPlace,
  type ContractProblem,
  ContractRefusal,
  notAnObject,
  openContract,
  parseContract,
  problemsMax,
  type SentContract,
  type OpenedContract,
  sumUp,
  versionOf,
} from './sent-contract.ts';
import { isMapping, pointerOfReference, settleReferences } from '../reference/reference.ts';
import { type DocumentSites, pointerOf, walkOpenApi } from '../reference/walk.ts';
import { isSlipRule, makeRegular, type Slip, type Structure } from '../structure/regular.ts';
import { convertSwagger, isSwagger } from '../conversion/swagger.ts';
import { placesOfSwagger } from '../conversion/swagger-places.ts';

/** A lint finding, at its place in what was sent. */
interface PlacedFinding extends ContractPlace, Pick<LintFinding, 'rule' | 'severity' | 'message'> {
  operation?: string;
}

export interface ReadContract {
  openapi: OpenApiVersion;
  /** What it was sent as, where that is not what it is kept as. */
  convertedFrom: 'swagger-2.0' | null;
  title: string;
  version: string;
  /** The document as JSON in the order of its author; every reference in it begins with `#`. Converted where it had to be. */
  json: string;
  /** SHA-256 of the canonical JSON (RFC 8785): the order of keys, white space and YAML or JSON make no difference. */
  sha256: string;
  /** Of `json`, in UTF-8. */
  bytes: number;
  operations: number;
  /** Those under `paths`, in the order of the document. */
  operationList: ContractOperation[];
  lint: Omit<ContractLint, 'findings'> & { findings: PlacedFinding[] };
}

/** Why a document cannot be taken. */
interface Fault {
  rule: ContractProblem['rule'];
  message: string;
  pointer: string;
}

const isUnstorable = (text: string): boolean => !text.isWellFormed() || text.includes('\0');

/** The first text that no database can keep: NUL, or half of a surrogate pair. */
const findUnstorable = (value: unknown, pointer: string): string | undefined => {
  if (typeof value === 'string') return isUnstorable(value) ? pointer : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const at = isUnstorable(key) ? pointer : findUnstorable(inner, `${pointer}/${escapeToken(key)}`);
    if (at !== undefined) return at;
  }
  return undefined;
};

const storableFaults = (document: unknown, json: string): Fault[] => {
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return [];
  const pointer = findUnstorable(document, '');
  const message = 'Holds a NUL character or half of a surrogate pair, which is no text.';
  return pointer === undefined ? [] : [{ rule: 'syntax', message, pointer }];
};

/** References that cannot stand. Of those in mappings, and in circles, only that they say nothing. */
const settle = (
  document: JsonObject,
  { references, schemas }: DocumentSites,
  sourceOf: Openable['sourceOf'],
): { faults: Fault[]; slips: Slip[] } => {
  const faults: Fault[] = [];
  const slips: Slip[] = [];
  const sites = schemas.map(({ schema, way }) => ({ schema, pointer: () => pointerOf(way) }));
  for (const { reference, message, isCircle } of settleReferences(document, references, sites)) {
    const pointer = pointerOfReference(reference);
    if (isMapping(reference))
      slips.push({ rule: 'openapi/dangling-mapping', message, pointer: sourceOf(pointer) });
    else if (isCircle)
      slips.push({ rule: 'openapi/circular-reference', message, pointer: sourceOf(pointer) });
    else faults.push({ rule: 'reference', message, pointer });
  }
  return { faults, slips };
};

const structureFaults = ({ faults }: Structure): Fault[] =>
  faults.map((fault) => ({ ...fault, rule: 'structure' }));

const refuseFaults = (faults: readonly Fault[], contract: OpenedContract): void => {
  if (faults.length === 0) return;
  const shown = faults.slice(0, problemsMax);
  const placeOf = contract.locate(shown.map(({ pointer }) => pointer));
  const problems = shown.map((fault) => ({
    severity: 'error' as const,
    ...fault,
    ...placeOf(fault.pointer),
  }));
  throw new ContractRefusal('contract.invalid', sumUp(problems), problems);
};

const lint = async (
  document: JsonObject,
  {
    openapi,
    structure,
    settings,
  }: { openapi: OpenApiVersion; structure: Structure; settings: LintSettings | undefined },
): Promise<ContractLint> => {
  roundNumbers(document);
  const { schemas, quoted } = walkOpenApi('document', document);
  // What stands in an example is data, and the linter would follow it: it is hidden for as long as it looks.
  const hidden = quoted.map((holder) => ({ holder, ref: holder.$ref }));
  for (const { holder, ref } of hidden) holder.$ref = [ref];
  try {
    const sites = schemas.map(({ schema, way }) => ({ schema, pointer: () => pointerOf(way) }));
    return await lintContract({ document, structure, openapi, schemas: sites, settings });
  } finally {
    for (const { holder, ref } of hidden) holder.$ref = ref;
  }
};

/** Puts doubles in the place of exact numbers, for checks that know no others. */
const roundNumbers = (document: JsonObject): void => {
  const open: object[] = [document];
  for (let holder = open.pop(); holder; holder = open.pop())
    for (const [key, value] of Object.entries(holder))
      if (value instanceof ExactNumber) Reflect.set(holder, key, Number(value.written));
      else if (typeof value === 'object' && value !== null) open.push(value);
};

const wordAt = (document: JsonObject, key: string): string =>
  isObject(document.info) && typeof document.info[key] === 'string' ? document.info[key] : '';

const withSlips = ({ slips, counts }: Structure, more: readonly Slip[]): Structure => {
  const all = { ...counts };
  for (const { rule } of more) all[rule] = (all[rule] ?? 0) + 1;
  return { slips: [...slips, ...more], counts: all, faults: [] };
};

/** A document that is to be read, and where its parts stand in what was sent. */
interface Openable {
  document: JsonObject;
  openapi: OpenApiVersion;
  convertedFrom: ReadContract['convertedFrom'];
  contract: OpenedContract;
  /** Where a pointer into the document leads in what was sent; the same place unless it was converted. */
  sourceOf: (pointer: string) => string;
  /** What is wrong with the structure of what was sent; known before only of what was converted. */
  structure: Structure | undefined;
}

const openSwagger = (document: JsonObject, contract: OpenedContract): Openable => {
  const structure = makeRegular(document);
  refuseFaults(structureFaults(structure), contract);
  const converted = parseContract(() => convertSwagger(document));
  return {
    document: converted,
    openapi: versionOf(converted),
    convertedFrom: 'swagger-2.0',
    contract,
    sourceOf: placesOfSwagger(document),
    structure,
  };
};

const open = (contract: OpenedContract): Openable => {
  // Aliases of YAML share what they repeat; from here on each part is its own.
  const json = JSON.stringify(contract.document);
  const document = parseExact(json);
  if (!isObject(document)) throw notAnObject();
  refuseFaults(storableFaults(document, json), contract);
  if (isSwagger(document)) return openSwagger(document, contract);
  const openapi = versionOf(document);
  return {
    document,
    openapi,
    convertedFrom: null,
    contract,
    sourceOf: (pointer) => pointer,
    structure: undefined,
  };
};

/** Findings at their places in what was sent. Slips are there already, the others may be in what it was converted to. */
const placeFindings = (
  findings: readonly LintFinding[],
  { contract, sourceOf }: Openable,
): PlacedFinding[] => {
  const sources = findings.map(({ rule, pointer }) => (isSlipRule(rule) ? pointer : sourceOf(pointer)));
  const placeOf = contract.locate(sources);
  return findings.map((finding, index) => ({ ...finding, ...placeOf(sources[index] ?? '') }));
};

/** What lint says where nobody asked for it. */
const unlinted: ContractLint = { score: 100, bar: 0, passes: true, findings: [], counts: {} };

/**
 * Reads a contract: parses, puts files together, converts Swagger, settles references, holds it to the specification and lints
 * it, unless it is told `none`. Throws `ContractRefusal`. Nothing outside of what was sent is ever read. Runs in the thread, for it may take seconds.
 */
export const readSentContract = async (
  sent: SentContract,
  settings: LintSettings | 'none' | undefined,
): Promise<ReadContract> => {
  const opened = open(openContract(sent));
  const { document, openapi, convertedFrom, contract, sourceOf } = opened;
  const refuse = (faults: readonly Fault[]) =>
    refuseFaults(
      faults.map((fault) => ({ ...fault, pointer: sourceOf(fault.pointer) })),
      contract,
    );
  const sites = walkOpenApi('document', document);
  const { faults, slips } = settle(document, sites, sourceOf);
  refuse(faults);
  // What is kept and shown is what its author wrote; everything that reads it makes it regular first.
  const json = JSON.stringify(document);
  const sha256 = canonicalHashOf(document);
  const regular = makeRegular(document);
  refuse(structureFaults(regular));
  const operationList = listOperations(document);
  const structure = withSlips(opened.structure ?? regular, slips);
  const linted = settings === 'none' ? unlinted : await lint(document, { openapi, structure, settings });
  return {
    openapi,
    convertedFrom,
    title: wordAt(document, 'title'),
    version: wordAt(document, 'version'),
    json,
    sha256,
    bytes: Buffer.byteLength(json),
    operations: sites.operations.length,
    operationList,
    lint: { ...linted, findings: placeFindings(linted.findings, opened) },
  };
};

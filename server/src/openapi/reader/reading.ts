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
  openContract,
  problemsMax,
  type SentContract,
  type OpenedContract,
  sumUp,
  versionOf,
} from './sent-contract.ts';
import { pointerOfReference, settleReferences } from '../reference/reference.ts';
import { type DocumentSites, pointerOf, walkOpenApi } from '../reference/walk.ts';

/** A lint finding, at its place in what was sent. */
interface PlacedFinding extends ContractPlace, Pick<LintFinding, 'rule' | 'severity' | 'message'> {
  operation?: string;
}

export interface ReadContract {
  openapi: OpenApiVersion;
  title: string;
  version: string;
  /** The document as JSON in the order of its author; every reference in it begins with `#`. */
  json: string;
  /** SHA-256 of the canonical JSON (RFC 8785): the order of keys, white space and YAML or JSON make no difference. */
  sha256: string;
  /** Of `json`, in UTF-8. */
  bytes: number;
  operations: number;
  /** Those under `paths`, in the order of the document. */
  operationList: ContractOperation[];
  /** What the specification does not allow but readers can live with. */
  problems: ContractProblem[];
  lint: Omit<ContractLint, 'findings'> & { findings: PlacedFinding[] };
}

interface Fault {
  severity: 'warn' | 'error';
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
  return pointer === undefined ? [] : [{ severity: 'error', rule: 'syntax', message, pointer }];
};

const referenceFaults = (document: JsonObject, { references, schemas }: DocumentSites): Fault[] =>
  settleReferences(
    document,
    references,
    schemas.map(({ schema, way }) => ({ schema, pointer: () => pointerOf(way) })),
  ).map(({ reference, message }) => ({
    severity: 'error',
    rule: 'reference',
    message,
    pointer: pointerOfReference(reference),
  }));

const loose = (message: string, pointer: string): Fault => ({
  severity: 'warn',
  rule: 'structure',
  message,
  pointer,
});

/** What the specification forbids, the linter does not look for, and every reader can live with. */
const looseFaults = ({ operations, parameters }: DocumentSites): Fault[] => {
  const inPath = parameters.filter(({ parameter }) => parameter.in === 'path' && parameter.required !== true);
  const twice = parameters.filter(
    ({ parameter }) => parameter.schema !== undefined && parameter.content !== undefined,
  );
  const statuses = operations.flatMap(({ operation, way }) =>
    Object.keys(isObject(operation.responses) ? operation.responses : {})
      .filter((status) => /^[1-5]xx$/i.test(status) && !status.endsWith('XX'))
      .map((status) =>
        loose(`Write \`${status.toUpperCase()}\` for a range.`, `${pointerOf(way)}/responses/${status}`),
      ),
  );
  return [
    ...inPath.map(({ way }) => loose('A path parameter has to say `required: true`.', pointerOf(way))),
    ...twice.map(({ way }) =>
      loose('A parameter has either `schema` or `content`, not both.', pointerOf(way)),
    ),
    ...statuses,
  ];
};

const refuseFaults = (faults: readonly Fault[], contract: OpenedContract): void => {
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const shown = errors.slice(0, problemsMax);
  const placeOf = contract.locate(shown.map(({ pointer }) => pointer));
  const problems = shown.map((fault) => ({ ...fault, ...placeOf(fault.pointer) }));
  throw new ContractRefusal('contract.invalid', sumUp(problems), problems);
};

const lint = async (
  document: JsonObject,
  openapi: OpenApiVersion,
  { schemas, quoted }: DocumentSites,
  settings: LintSettings | undefined,
) => {
  // What stands in an example is data, and the linter would follow it: it is hidden for as long as it looks.
  const hidden = quoted.map((holder) => ({ holder, ref: holder.$ref }));
  for (const { holder, ref } of hidden) holder.$ref = [ref];
  try {
    const sites = schemas.map(({ schema, way }) => ({ schema, pointer: () => pointerOf(way) }));
    return await lintContract({ document, openapi, schemas: sites, settings });
  } finally {
    for (const { holder, ref } of hidden) holder.$ref = ref;
  }
};

/**
 * Puts doubles in the place of exact numbers, for checks that know no others. Answers what puts the numbers back.
 */
const roundNumbers = (document: JsonObject): (() => void) => {
  const places: { holder: object; key: string; exact: ExactNumber }[] = [];
  const open: object[] = [document];
  for (let holder = open.pop(); holder; holder = open.pop())
    for (const [key, value] of Object.entries(holder))
      if (value instanceof ExactNumber) places.push({ holder, key, exact: value });
      else if (typeof value === 'object' && value !== null) open.push(value);
  for (const { holder, key, exact } of places) Reflect.set(holder, key, Number(exact.written));
  return () => {
    for (const { holder, key, exact } of places) Reflect.set(holder, key, exact);
  };
};

const wordAt = (document: JsonObject, key: string): string =>
  isObject(document.info) && typeof document.info[key] === 'string' ? document.info[key] : '';

/**
 * Reads a contract: parses, puts files together, settles references, checks it against the specification and lints it.
 * Throws `ContractRefusal`. Nothing outside of what was sent is ever read. Runs in the thread, for it may take seconds.
 */
export const readSentContract = async (
  sent: SentContract,
  settings: LintSettings | undefined,
): Promise<ReadContract> => {
  const contract = openContract(sent);
  const openapi = versionOf(contract.document);
  // Aliases of YAML share what they repeat; from here on each part is its own.
  const json = JSON.stringify(contract.document);
  const document = parseExact(json);
  if (!isObject(document))
    throw new ContractRefusal('contract.unsupported', 'The document is not an object.');
  const restore = roundNumbers(document);
  const sites = walkOpenApi('document', document);
  refuseFaults([...storableFaults(document, json), ...referenceFaults(document, sites)], contract);
  const { structure, lint: linted } = await lint(document, openapi, sites, settings);
  const faults: Fault[] = structure.map((fault) => ({ ...fault, rule: 'structure' }));
  refuseFaults(faults, contract);
  restore();
  const settled = JSON.stringify(document);
  const warnings = [...faults, ...looseFaults(sites)].slice(0, problemsMax);
  const placeOf = contract.locate([...warnings, ...linted.findings].map(({ pointer }) => pointer));
  const placed = <Item extends { pointer: string }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, ...placeOf(item.pointer) }));
  return {
    openapi,
    title: wordAt(document, 'title'),
    version: wordAt(document, 'version'),
    json: settled,
    sha256: canonicalHashOf(document),
    bytes: Buffer.byteLength(settled),
    operations: sites.operations.length,
    operationList: listOperations(document),
    problems: placed(warnings),
    lint: { ...linted, findings: placed(linted.findings) },
  };
};

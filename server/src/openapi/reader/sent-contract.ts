import { isObject } from '../../platform/request/json.ts';
import { posix } from 'node:path';
import { isSwagger } from '../conversion/swagger.ts';
import type { OpenApiVersion } from '../lint/lint.ts';
import { type DocumentText, readObjectText, readText, textLimits, TextRefusal } from '../text/text.ts';
import { type BundleFault, bundleFiles, originOf } from '../reference/bundle.ts';
import { contractIn, type SentRequest } from './sent-request.ts';

/** A contract as it reaches the thread. */
export type SentContract =
  | { kind: 'text'; text: string | Uint8Array }
  | { kind: 'json'; json: string }
  | { kind: 'files'; files: Record<string, string>; entry: string }
  | SentRequest;

/** Where something stands in what was sent. A document sent as an object has the lines of its JSON, two spaces deep. */
export interface ContractPlace {
  /** JSON Pointer (RFC 6901) into the document; of several files, into the file. */
  pointer: string;
  line: number;
  column: number;
  /** Only where several files were sent. */
  file?: string;
}

export interface ContractProblem extends ContractPlace {
  severity: 'warn' | 'error';
  rule: 'syntax' | 'version' | 'reference' | 'structure';
  message: string;
}

/** Why a contract cannot be taken; one of the codes of the table of problems. */
export class ContractRefusal extends Error {
  readonly code: TextRefusal['code'];
  readonly problems: ContractProblem[];

  constructor(code: TextRefusal['code'], message: string, problems: ContractProblem[] = []) {
    super(message);
    this.code = code;
    this.problems = problems;
  }
}

export const problemsMax = 100;
const filesMax = 2000;

/** What was sent, as one document, and where its parts stand in what was sent. */
export interface OpenedContract {
  document: unknown;
  /** The places of these pointers, in one pass over each text. */
  locate: (pointers: readonly string[]) => (pointer: string) => ContractPlace;
}

const start = { line: 1, column: 1 };

/** Any failure of a text as a refusal; what is no expected one stays as it is. */
const refusalOf = (error: unknown, file?: string): unknown => {
  if (!(error instanceof TextRefusal)) return error;
  const { code, message, pointer, line, column } = error;
  const rule = code === 'contract.unsupported' ? 'version' : 'syntax';
  const place = { pointer, line, column, ...(file === undefined ? {} : { file }) };
  return new ContractRefusal(code, message, [{ severity: 'error', rule, message, ...place }]);
};

/** What `read` answers; where a text cannot be taken, a `ContractRefusal`. */
export const parseContract = <Answer>(read: () => Answer, file?: string): Answer => {
  try {
    return read();
  } catch (error) {
    throw refusalOf(error, file);
  }
};

const openText = (text: DocumentText): OpenedContract => ({
  document: text.value,
  locate: (pointers) => {
    const found = text.locate(pointers);
    return (pointer) => ({ pointer, ...(found.get(pointer) ?? start) });
  },
});

const normalize = (path: string): string => posix.normalize(path.replaceAll('\\', '/')).replace(/^\/+/, '');

const locateIn =
  (
    texts: ReadonlyMap<string, DocumentText>,
    placeOf: (pointer: string) => { file: string; pointer: string },
  ) =>
  (pointers: readonly string[]): ((pointer: string) => ContractPlace) => {
    const byFile = Map.groupBy(pointers.map(placeOf), ({ file }) => file);
    const found = new Map(
      [...byFile].map(([file, places]) => [
        file,
        texts.get(file)?.locate(places.map(({ pointer }) => pointer)),
      ]),
    );
    return (pointer) => {
      const place = placeOf(pointer);
      return { ...place, ...(found.get(place.file)?.get(place.pointer) ?? start) };
    };
  };

const openFiles = (files: Record<string, string>, entryPath: string): OpenedContract => {
  const paths = Object.keys(files);
  if (paths.length > filesMax)
    throw new ContractRefusal('contract.too_complex', `More than ${filesMax} files.`);
  if (Object.values(files).reduce((sum, text) => sum + text.length, 0) > textLimits.bytesMax)
    throw new ContractRefusal('contract.too_large', 'The files together are too large.');
  const entry = normalize(entryPath);
  const texts = new Map(
    Object.entries(files).map(
      ([path, text]) => [normalize(path), parseContract(() => readText(text), path)] as const,
    ),
  );
  const root = texts.get(entry);
  if (!root)
    throw new ContractRefusal('contract.invalid', `The entry \`${entryPath}\` is not among the files.`);
  const dialect = isObject(root.value) && isSwagger(root.value) ? 'swagger' : 'openapi';
  if (dialect === 'openapi') versionOf(root.value);
  const values = new Map([...texts].map(([path, { value }]) => [path, value]));
  const { document, origins, faults } = bundleFiles(values, entry, dialect);
  if (faults.length > 0) throw referenceRefusal(faults, texts);
  return { document, locate: locateIn(texts, (pointer) => originOf(origins, entry, pointer)) };
};

const referenceRefusal = (
  faults: BundleFault[],
  texts: ReadonlyMap<string, DocumentText>,
): ContractRefusal => {
  const problems = faults.slice(0, problemsMax).map(({ file, pointer, message }) => {
    const position = texts.get(file)?.locate([pointer]).get(pointer) ?? start;
    return { severity: 'error' as const, rule: 'reference' as const, message, pointer, file, ...position };
  });
  return new ContractRefusal('contract.invalid', sumUp(problems), problems);
};

/** Parses what was sent, and puts files together. Throws `ContractRefusal`, and problems of the request that sent it. */
export const openContract = (sent: SentContract): OpenedContract => {
  if (sent.kind === 'request') return openContract(contractIn(sent));
  if (sent.kind === 'files') return openFiles(sent.files, sent.entry);
  return openText(
    parseContract(() => (sent.kind === 'json' ? readObjectText(sent.json) : readText(sent.text))),
  );
};

/** The first problem in words, and how many there are. */
export const sumUp = (problems: readonly ContractProblem[]): string => {
  const [first] = problems;
  if (!first) return 'The document is not a usable OpenAPI document.';
  const file = first.file ? `${first.file}, ` : '';
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${file}line ${first.line}, column ${first.column}: ${first.message}${others}`;
};

const otherKinds: [string, string][] = [
  ['swagger', 'This is a Swagger document, and of those version 2.0 is taken. Convert it first.'],
  ['asyncapi', 'This is an AsyncAPI document; only OpenAPI 3.0, 3.1 and 3.2 are taken.'],
  ['arazzo', 'This is an Arazzo document; only OpenAPI 3.0, 3.1 and 3.2 are taken.'],
  ['overlay', 'This is an Overlay, not the OpenAPI document that it changes.'],
  ['openrpc', 'This is an OpenRPC document; only OpenAPI 3.0, 3.1 and 3.2 are taken.'],
];

const unsupported = (message: string) => {
  const problem = { severity: 'error', rule: 'version', message, pointer: '', line: 1, column: 1 } as const;
  return new ContractRefusal('contract.unsupported', message, [problem]);
};

export const notAnObject = (): ContractRefusal =>
  unsupported('The document is not an object; an OpenAPI document is one.');

/** Text as the specification has it, such as `3.1.0`, or short of its last part; YAML reads `3.1` as a number, and `3.0` as 3. */
const minorOf = (openapi: unknown): OpenApiVersion | undefined => {
  const written = openapi === 3 ? '3.0' : String(openapi);
  const version = /^(3\.[012])(?:\.\d+(?:-.{1,100})?)?$/.exec(written)?.[1];
  return version === '3.0' || version === '3.1' || version === '3.2' ? version : undefined;
};

/** The version of a document that is OpenAPI 3.0 to 3.2; says what everything else is. */
export const versionOf = (document: unknown): OpenApiVersion => {
  if (!isObject(document)) throw notAnObject();
  const { openapi } = document;
  if (typeof openapi === 'string' || typeof openapi === 'number') {
    const version = minorOf(openapi);
    if (version) return version;
    throw unsupported(
      `\`openapi\` is ${JSON.stringify(openapi).slice(0, 40)}; 3.0.x, 3.1.x and 3.2.x are taken.`,
    );
  }
  const other = otherKinds.find(([key]) => Object.hasOwn(document, key));
  if (other) throw unsupported(other[1]);
  throw unsupported("There is no `openapi` field: it has to say the version, such as '3.1.0'.");
};

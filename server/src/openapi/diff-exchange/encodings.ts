import type { Contract } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isObject, isSame, type JsonObject, named, objectAt, own, step, textAt } from '../diff-graph/json.ts';
import type { Direction } from '../diff-graph/schema-role.ts';
import type { Severity } from '../diff-graph/severity.ts';
import { typesOf } from '../diff-value/implied.ts';
import { wholeOf } from '../diff-all-of/whole.ts';
import { containsMedia } from './media-names.ts';
import { common, formOf, isRewritten, kindsOf } from './wire.ts';

type Part = { node: JsonObject; pointer: string };

/** One field of a form on one side: its schema, and what `encoding` says of it. */
type Field = { contract: Contract; schema: unknown; encoding: JsonObject };

type Place = { media: string; id: string; direction: Direction };

/** The schema of one property of a form, also behind references and in parts of an `allOf`. */
const propertyOf = (contract: Contract, schema: unknown, name: string): unknown => {
  const node = contract.schemaAt(schema, '')?.node;
  return node && own(objectAt(wholeOf(contract, node), 'properties'), name);
};

/** The media type of a part of a multipart body that names none. */
const defaultMedia = (contract: Contract, schema: unknown, depth = 0): string => {
  const node = contract.schemaAt(schema, '')?.node;
  if (!node) return 'application/octet-stream';
  const types = typesOf(node);
  if (types?.has('array') && depth < 5) return defaultMedia(contract, node.items, depth + 1);
  if (types?.has('object') || isObject(node.properties)) return 'application/json';
  if (!types) return contract.minor === 0 ? 'text/plain' : 'application/octet-stream';
  const isBinary = node.format === 'binary' || node.format === 'base64' || node.contentEncoding !== undefined;
  return isBinary ? 'application/octet-stream' : 'text/plain';
};

const mediaOf = ({ contract, schema, encoding }: Field): string[] =>
  (textAt(encoding, 'contentType') ?? defaultMedia(contract, schema))
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const isWithin = (list: readonly string[], others: readonly string[]): boolean =>
  list.every((one) => others.some((other) => other === one || containsMedia(other, one)));

/** Fewer media types stop who sends, more stop who reads. */
const gradeMedia = (was: Field, is: Field, direction: Direction): Severity => {
  const [before, now] = [mediaOf(was), mediaOf(is)];
  const isSafe = direction === 'request' ? isWithin(before, now) : isWithin(now, before);
  return isSafe ? 'compatible' : 'breaking';
};

const requiredHeaders = ({ contract, encoding }: Field): string[] =>
  Object.entries(objectAt(encoding, 'headers')).flatMap(([name, header]) =>
    contract.resolve(header, '')?.node.required === true ? [name.toLowerCase()] : [],
  );

const gradeHeaders = (was: Field, is: Field, direction: Direction): Severity => {
  if (isSame(was.encoding.headers, is.encoding.headers)) return 'compatible';
  const [before, now] = [requiredHeaders(was), requiredHeaders(is)];
  const isSafe = direction === 'request' ? isWithin(now, before) : isWithin(before, now);
  return isSafe ? 'risky' : 'breaking';
};

const hasForm = ({ encoding }: Field): boolean =>
  encoding.style !== undefined || encoding.explode !== undefined || encoding.allowReserved !== undefined;

const isRespelled = (was: Field, is: Field): boolean => {
  const values = common(kindsOf(was.contract, was.schema), kindsOf(is.contract, is.schema));
  return isRewritten(formOf(was.encoding, 'query'), formOf(is.encoding, 'query'), values);
};

/** What a changed word on one field means; `undefined` when it says the same in other words. */
const grade = (was: Field, is: Field, { media, direction }: Place): Severity | undefined => {
  const isUrl = media.includes('urlencoded');
  if (isUrl || hasForm(was) || hasForm(is)) {
    // In a multipart body a word on the style takes the place of the media type.
    if (!isUrl && hasForm(was) !== hasForm(is)) return 'breaking';
    if (isRespelled(was, is)) return 'breaking';
    if ((was.encoding.allowReserved === true) === (is.encoding.allowReserved === true)) return undefined;
    return (is.encoding.allowReserved === true) === (direction === 'request') ? 'compatible' : 'breaking';
  }
  const [before, now] = [mediaOf(was), mediaOf(is)];
  const isSameMedia = isWithin(before, now) && isWithin(now, before);
  if (isSameMedia && isSame(was.encoding.headers, is.encoding.headers)) return undefined;
  const found = [gradeMedia(was, is, direction), gradeHeaders(was, is, direction)];
  return (['breaking', 'risky'] as const).find((one) => found.includes(one)) ?? 'compatible';
};

const encodingAt = (node: JsonObject, name: string): JsonObject => {
  const one = own(objectAt(node, 'encoding'), name);
  return isObject(one) ? one : {};
};

const compareField = (
  graph: DiffGraph,
  frame: Frame,
  place: Place,
  [base, revision]: [Part, Part],
  name: string,
): void => {
  const was = {
    contract: graph.base,
    schema: propertyOf(graph.base, base.node.schema, name),
    encoding: encodingAt(base.node, name),
  };
  const is = {
    contract: graph.revision,
    schema: propertyOf(graph.revision, revision.node.schema, name),
    encoding: encodingAt(revision.node, name),
  };
  // Of a field that came or went the field itself is the change.
  if (was.schema === undefined || is.schema === undefined) return;
  const severity = grade(was, is, place);
  if (severity === undefined) return;
  record(frame, {
    id: place.id,
    severity,
    direction: place.direction,
    text: `the encoding of ${named(name)} in %place% changed`,
    subject: `encoding ${name}`,
    basePointer: step(step(base.pointer, 'encoding'), name),
    pointer: step(step(revision.pointer, 'encoding'), name),
  });
};

const compareLists = (frame: Frame, place: Place, [base, revision]: [Part, Part]): void => {
  for (const key of ['itemEncoding', 'prefixEncoding']) {
    if (isSame(base.node[key], revision.node[key])) continue;
    record(frame, {
      id: place.id,
      severity: 'risky',
      direction: place.direction,
      text: `the encoding ${named(key)} of %place% changed`,
      subject: `${key} ${key}`,
      basePointer: step(base.pointer, key),
      pointer: step(revision.pointer, key),
    });
  }
};

/** Compares how the fields of a form are written. In any other body `encoding` means nothing. */
export const compareEncodings = (graph: DiffGraph, frame: Frame, place: Place, pair: [Part, Part]): void => {
  if (!/^multipart\/|urlencoded/i.test(place.media)) return;
  const [was, is] = [objectAt(pair[0].node, 'encoding'), objectAt(pair[1].node, 'encoding')];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)]))
    if (!isSame(own(was, name), own(is, name))) compareField(graph, frame, place, pair, name);
  compareLists(frame, place, pair);
};

import type { Contract, Resolved } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { isSame, named, objectAt, step } from '../diff-graph/json.ts';
import { type Operation, templateOf } from '../diff-graph/operation-list.ts';
import { type Initiator, responseBodyRole } from '../diff-graph/schema-role.ts';
import type { Severity } from '../diff-graph/severity.ts';
import { compareHeaders } from './headers.ts';
import { compareContent } from './media-types.ts';

type Responses = Map<string, Resolved>;

const field = { in: 'response', name: '' } as const;

const responsesOf = (contract: Contract, operation: Operation): Responses => {
  const found: Responses = new Map();
  const pointer = step(operation.pointer, 'responses');
  for (const [status, value] of Object.entries(objectAt(operation.node, 'responses'))) {
    const resolved = status.startsWith('x-') ? undefined : contract.resolve(value, step(pointer, status));
    if (resolved) found.set(status === 'default' ? status : status.toUpperCase(), resolved);
  }
  return found;
};

const kindOf = (status: string): 'default' | 'success' | 'non-success' => {
  if (status === 'default') return 'default';
  return status.startsWith('2') ? 'success' : 'non-success';
};

const removedSeverity: Record<ReturnType<typeof kindOf>, Severity> = {
  default: 'risky',
  success: 'breaking',
  'non-success': 'compatible',
};

const prefixOf = (initiator: Initiator): string =>
  initiator === 'consumer' ? 'response' : 'webhook-response';

const noteStatus = (
  frame: Frame,
  initiator: Initiator,
  status: string,
  verb: 'added' | 'removed',
  pointer: string,
): void => {
  const kind = kindOf(status);
  const isAdded = verb === 'added';
  record(frame, {
    id: `${prefixOf(initiator)}-${kind}-status-${verb}`,
    severity: isAdded ? (kind === 'default' ? 'risky' : 'compatible') : removedSeverity[kind],
    direction: initiator === 'consumer' ? 'response' : 'request',
    text: `the ${kind === 'default' ? 'default response' : `response ${status}`} was ${isAdded ? 'added to' : 'removed from'} %place%`,
    subject: status,
    basePointer: isAdded ? undefined : pointer,
    pointer: isAdded ? pointer : undefined,
    field,
  });
};

const isRangeOf = (range: string, status: string): boolean =>
  /^[1-5]XX$/.test(range) && /^[1-5]\d\d$/.test(status) && range.startsWith(status.charAt(0));

/** A status and the range that takes its place, or the other way round. */
const takeRanges = (was: Responses, is: Responses): [string, string][] => {
  const pairs: [string, string][] = [];
  for (const status of was.keys())
    for (const other of is.keys())
      if (!is.has(status) && !was.has(other) && (isRangeOf(other, status) || isRangeOf(status, other)))
        if (!pairs.some(([left, right]) => left === status || right === other)) pairs.push([status, other]);
  return pairs;
};

const noteRange = (frame: Frame, initiator: Initiator, was: string, is: string): void => {
  const isWider = is.endsWith('XX');
  record(frame, {
    id: `${prefixOf(initiator)}-status-${isWider ? 'generalized' : 'specialized'}`,
    severity: isWider ? 'risky' : 'compatible',
    direction: initiator === 'consumer' ? 'response' : 'request',
    text: `the response ${was} of %place% became ${is}`,
    subject: `${was} ${is}`,
    field,
  });
};

const compareLinks = (frame: Frame, base: Resolved, revision: Resolved): void => {
  const [was, is] = [objectAt(base.node, 'links'), objectAt(revision.node, 'links')];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [left, right] = [was[name], is[name]];
    if (isSame(left, right)) continue;
    const verb = left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
    record(frame, {
      id: `response-link-${verb}`,
      severity: verb === 'added' ? 'compatible' : 'risky',
      direction: 'response',
      text: `the link ${named(name)} of %place% was ${verb}`,
      subject: name,
      basePointer: verb === 'added' ? undefined : step(step(base.pointer, 'links'), name),
      pointer: verb === 'removed' ? undefined : step(step(revision.pointer, 'links'), name),
      field: { in: 'response', name: '' },
    });
  }
};

const compareResponse = (
  graph: DiffGraph,
  frame: Frame,
  base: Resolved,
  revision: Resolved,
  initiator: Initiator,
): void => {
  const prefix = prefixOf(initiator);
  compareHeaders(graph, frame, base, revision, initiator);
  compareContent(graph, frame, base, revision, {
    schemaRole: (form) => responseBodyRole(form, initiator),
    ids: { media: `${prefix}-media-type`, schema: `${prefix}-body-media-type-schema` },
  });
  compareLinks(frame, base, revision);
};

const leadTo = (
  graph: DiffGraph,
  frame: Frame,
  operation: Operation,
  status: string,
  pair: [Resolved, Resolved],
  initiator: Initiator,
): void => {
  const { method, path } = operation.ref;
  const [was, is] = pair;
  const component = was.component === is.component ? was.component : undefined;
  const child = graph.frameOf(
    was.node,
    is.node,
    `response of ${initiator}`,
    () => ({
      coordinate: component ?? `${method} ${templateOf(path)} ${status}`,
      label: {
        self: `the ${status} response of ${component ?? `${method} ${path}`}`,
        owner: component ?? `${method} ${path} (${status})`,
      },
    }),
    (fresh) => compareResponse(graph, fresh, was, is, initiator),
  );
  frame.lead(child, '', field);
};

/** Compares what comes back, by status: of a webhook or callback it is the consumer that answers. */
export const compareResponses = (
  graph: DiffGraph,
  base: Operation,
  revision: Operation,
  frame: Frame,
  initiator: Initiator,
): void => {
  if (graph.sameness.isUnchanged(base.node.responses, revision.node.responses)) return;
  const was = responsesOf(graph.base, base);
  const is = responsesOf(graph.revision, revision);
  const ranges = takeRanges(was, is);
  for (const [status, one] of was) {
    const range = ranges.find(([left]) => left === status)?.[1];
    const twin = is.get(range ?? status);
    if (range !== undefined) noteRange(frame, initiator, status, range);
    if (twin && graph.sameness.isUnchanged(one.node, twin.node)) continue;
    if (twin) leadTo(graph, frame, revision, status, [one, twin], initiator);
    else noteStatus(frame, initiator, status, 'removed', one.pointer);
  }
  for (const [status, one] of is)
    if (!was.has(status) && !ranges.some(([, right]) => right === status))
      noteStatus(frame, initiator, status, 'added', one.pointer);
};

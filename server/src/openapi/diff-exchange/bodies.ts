import type { Resolved } from '../diff-graph/document.ts';
import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { step } from '../diff-graph/json.ts';
import { type Operation, templateOf } from '../diff-graph/operation-list.ts';
import { type Initiator, requestBodyRole } from '../diff-graph/schema-role.ts';
import { compareContent } from './media-types.ts';

const field = { in: 'body', name: '' } as const;

const compareBody = (
  graph: DiffGraph,
  frame: Frame,
  base: Resolved,
  revision: Resolved,
  initiator: Initiator,
): void => {
  const isRequest = initiator === 'consumer';
  const prefix = isRequest ? 'request-body' : 'webhook-body';
  const [was, is] = [base.node.required === true, revision.node.required === true];
  if (was !== is)
    record(frame, {
      id: `${prefix}-became-${is ? 'required' : 'optional'}`,
      severity: is === isRequest ? 'breaking' : 'compatible',
      direction: isRequest ? 'request' : 'response',
      text: `%place% became ${is ? 'required' : 'optional'}`,
      basePointer: step(base.pointer, 'required'),
      pointer: step(revision.pointer, 'required'),
    });
  compareContent(graph, frame, base, revision, {
    schemaRole: (form) => requestBodyRole(form, initiator),
    ids: { media: `${prefix}-media-type`, schema: `${prefix}-media-type-schema` },
  });
};

const noteAdded = (frame: Frame, revision: Resolved, initiator: Initiator): void => {
  const isRequest = initiator === 'consumer';
  const kind = revision.node.required === true ? 'required' : 'optional';
  record(frame, {
    id: isRequest ? `request-body-added-${kind}` : 'webhook-body-added',
    severity: isRequest && kind === 'required' ? 'breaking' : 'compatible',
    direction: isRequest ? 'request' : 'response',
    text: `${kind === 'required' ? 'a required' : 'an optional'} request body was added to %place%`,
    pointer: revision.pointer,
    field,
  });
};

/** Compares what is sent: of a webhook or callback it is the API that sends. */
export const compareRequestBodies = (
  graph: DiffGraph,
  base: Operation,
  revision: Operation,
  frame: Frame,
  initiator: Initiator,
): void => {
  if (graph.sameness.isUnchanged(base.node.requestBody, revision.node.requestBody)) return;
  const was = graph.base.resolve(base.node.requestBody, step(base.pointer, 'requestBody'));
  const is = graph.revision.resolve(revision.node.requestBody, step(revision.pointer, 'requestBody'));
  if (!was && is) noteAdded(frame, is, initiator);
  if (was && !is)
    record(frame, {
      id: initiator === 'consumer' ? 'request-body-removed' : 'webhook-body-removed',
      severity: 'breaking',
      direction: initiator === 'consumer' ? 'request' : 'response',
      text: 'the request body was removed from %place%',
      basePointer: was.pointer,
      field,
    });
  if (!was || !is) return;
  const { method, path } = revision.ref;
  const component = was.component === is.component ? was.component : undefined;
  const owner = component === undefined ? `${method} ${path}` : component;
  const child = graph.frameOf(
    was.node,
    is.node,
    `body of ${initiator}`,
    () => ({
      coordinate: component ?? `${method} ${templateOf(path)} request`,
      label: { self: `the request body of ${owner}`, owner },
    }),
    (fresh) => compareBody(graph, fresh, was, is, initiator),
  );
  frame.lead(child, '', field);
};

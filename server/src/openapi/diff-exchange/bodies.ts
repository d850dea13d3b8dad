import type { Resolved } from '../diff-graph/document.service.ts';
import type { Comparison, Frame } from '../diff-graph/frame.service.ts';
import { step } from '../diff-graph/json.service.ts';
import { type Operation, templateOf } from '../diff-graph/operation-list.service.ts';
import { type Caller, requestBodyPlace } from '../diff-graph/place.service.ts';
import { record } from '../diff-graph/record.service.ts';
import { compareContent } from './media-types.ts';

const field = { in: 'body', name: '' } as const;

const compareBody = (
  comparison: Comparison,
  frame: Frame,
  base: Resolved,
  revision: Resolved,
  caller: Caller,
): void => {
  const isRequest = caller === 'consumer';
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
  compareContent(comparison, frame, base, revision, {
    place: (isLoose) => requestBodyPlace(isLoose, caller),
    ids: { media: `${prefix}-media-type`, schema: `${prefix}-media-type-schema` },
  });
};

const noteAdded = (frame: Frame, revision: Resolved, caller: Caller): void => {
  const isRequest = caller === 'consumer';
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
  comparison: Comparison,
  base: Operation,
  revision: Operation,
  frame: Frame,
  caller: Caller,
): void => {
  if (comparison.sameness.isUnchanged(base.node.requestBody, revision.node.requestBody)) return;
  const was = comparison.base.resolve(base.node.requestBody, step(base.pointer, 'requestBody'));
  const is = comparison.revision.resolve(revision.node.requestBody, step(revision.pointer, 'requestBody'));
  if (!was && is) noteAdded(frame, is, caller);
  if (was && !is)
    record(frame, {
      id: caller === 'consumer' ? 'request-body-removed' : 'webhook-body-removed',
      severity: 'breaking',
      direction: caller === 'consumer' ? 'request' : 'response',
      text: 'the request body was removed from %place%',
      basePointer: was.pointer,
      field,
    });
  if (!was || !is) return;
  const { method, path } = revision.ref;
  const component = was.component === is.component ? was.component : undefined;
  const owner = component === undefined ? `${method} ${path}` : component;
  const child = comparison.frameOf(
    was.node,
    is.node,
    `body of ${caller}`,
    () => ({
      coordinate: component ?? `${method} ${templateOf(path)} request`,
      label: { self: `the request body of ${owner}`, owner },
    }),
    (fresh) => compareBody(comparison, fresh, was, is, caller),
  );
  frame.lead(child, '', field);
};

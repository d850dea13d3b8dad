import type { Comparison, Frame } from '../diff-graph/frame.service.ts';
import type { Operation } from '../diff-graph/operation-list.service.ts';
import type { Caller } from '../diff-graph/place.service.ts';
import { compareRequestBodies } from './bodies.ts';
import { compareParameters } from './parameters.ts';
import { compareResponses } from './responses.ts';

/**
 * Compares what goes to and fro in a call: parameters, bodies, responses and headers. Of a webhook or callback it is the
 * API that calls, so that consumers receive what is sent and send what is answered.
 */
export const compareExchange = (
  comparison: Comparison,
  base: Operation,
  revision: Operation,
  frame: Frame,
  caller: Caller,
): void => {
  compareParameters(comparison, base, revision, frame, caller);
  compareRequestBodies(comparison, base, revision, frame, caller);
  compareResponses(comparison, base, revision, frame, caller);
};

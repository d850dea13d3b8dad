import type { Frame } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import type { Operation } from '../diff-graph/operation-list.ts';
import type { Initiator } from '../diff-graph/schema-role.ts';
import { compareRequestBodies } from './bodies.ts';
import { compareParameters } from './parameters.ts';
import { compareResponses } from './responses.ts';

/**
 * Compares what goes to and fro in a call: parameters, bodies, responses and headers. Of a webhook or callback it is the
 * API that calls, so that consumers receive what is sent and send what is answered.
 */
export const compareExchange = (
  graph: DiffGraph,
  base: Operation,
  revision: Operation,
  frame: Frame,
  initiator: Initiator,
): void => {
  compareParameters(graph, base, revision, frame, initiator);
  compareRequestBodies(graph, base, revision, frame, initiator);
  compareResponses(graph, base, revision, frame, initiator);
};

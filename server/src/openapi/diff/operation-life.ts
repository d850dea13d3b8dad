import { type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { brief } from '../diff-graph/json.ts';
import {
  isUnstable,
  type LifeStep,
  lifeSteps,
  stabilityOf,
  stabilityStep,
  sunsetOf,
} from '../diff-graph/lifecycle.ts';
import type { Operation } from '../diff-graph/operation-list.ts';
import type { Severity } from '../diff-graph/severity.ts';

const stepIds: Record<LifeStep['kind'], { id: string; severity: Severity }> = {
  deprecated: { id: 'endpoint-deprecated', severity: 'compatible' },
  'deprecated-with-sunset': { id: 'endpoint-deprecated-with-sunset', severity: 'compatible' },
  'deprecated-sunset-missing': { id: 'api-deprecated-sunset-missing', severity: 'breaking' },
  'deprecated-sunset-invalid': { id: 'api-deprecated-sunset-parse', severity: 'breaking' },
  'sunset-too-small': { id: 'api-sunset-date-too-small', severity: 'breaking' },
  reactivated: { id: 'endpoint-reactivated', severity: 'compatible' },
  'sunset-deleted': { id: 'sunset-deleted', severity: 'breaking' },
  'sunset-invalid': { id: 'api-path-sunset-parse', severity: 'breaking' },
  'sunset-earlier': { id: 'api-sunset-date-changed-too-small', severity: 'breaking' },
  'sunset-later': { id: 'endpoint-sunset-postponed', severity: 'compatible' },
  'sunset-set': { id: 'endpoint-sunset-set', severity: 'compatible' },
};

const field = { in: 'operation', name: '' } as const;

/** Records what happened to the life of an operation: deprecation, sunset, stability. */
export const compareOperationLife = (
  graph: DiffGraph,
  frame: Frame,
  base: Operation,
  revision: Operation,
): void => {
  const shared = { basePointer: base.pointer, pointer: revision.pointer, field };
  for (const { kind, text } of lifeSteps(base.node, revision.node, graph.clock))
    record(frame, { ...shared, ...stepIds[kind], text, subject: text });
  const [from, to] = [stabilityOf(base.node), stabilityOf(revision.node)];
  if (from === 'invalid' || to === 'invalid') {
    const level = from === 'invalid' ? base.node['x-stability-level'] : revision.node['x-stability-level'];
    record(frame, {
      ...shared,
      id: 'api-invalid-stability-level',
      severity: 'breaking',
      text: `%place% has the stability level ${brief(level)}, which is none of draft, alpha, beta and stable`,
      subject: brief(level),
    });
  } else if (from !== to) {
    const isMore = stabilityStep(from, to) > 0;
    record(frame, {
      ...shared,
      id: `api-stability-${isMore ? 'increased' : 'decreased'}`,
      severity: isMore ? 'compatible' : 'breaking',
      text: `the stability of %place% changed from ${from} to ${to}`,
      subject: `${from} ${to}`,
    });
  }
};

/** Records that an operation went: at its time, before it, or without a word. */
export const noteOperationRemoved = (
  { clock }: DiffGraph,
  frame: Frame,
  { node, pointer }: Operation,
  isPathGone: boolean,
): void => {
  const prefix = isPathGone ? 'api-path-removed' : 'api-removed';
  const shared = { basePointer: pointer, field };
  const sunset = sunsetOf(node);
  const severity = isUnstable(stabilityOf(node)) ? 'compatible' : 'breaking';
  if (node.deprecated !== true)
    record(frame, {
      ...shared,
      severity,
      id: `${prefix}-without-deprecation`,
      text: '%place% was removed without deprecation',
    });
  else if (sunset === 'invalid') {
    const text = `%place% was removed; its sunset ${brief(node['x-sunset'])} is no date`;
    record(frame, { ...shared, severity, id: 'api-path-sunset-parse', text });
  } else if (typeof sunset === 'number' && (clock.now === undefined || clock.now < sunset)) {
    const text = `%place% was removed before its sunset ${brief(node['x-sunset'])}`;
    record(frame, { ...shared, severity, id: `${prefix}-before-sunset`, text });
  } else
    record(frame, {
      ...shared,
      id: `${prefix}-with-deprecation`,
      severity: 'compatible',
      text: 'the deprecated %place% was removed',
    });
};

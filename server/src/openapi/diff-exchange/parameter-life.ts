import { type Field, type Frame, record } from '../diff-graph/frame.ts';
import type { DiffGraph } from '../diff-graph/graph.ts';
import { brief, type JsonObject, step } from '../diff-graph/json.ts';
import { type LifeStep, lifeSteps, stabilityOf, stabilityStep, sunsetOf } from '../diff-graph/lifecycle.ts';
import type { Severity } from '../diff-graph/severity.ts';

const stepIds: Record<LifeStep['kind'], { suffix: string; severity: Severity }> = {
  deprecated: { suffix: 'deprecated', severity: 'compatible' },
  'deprecated-with-sunset': { suffix: 'deprecated', severity: 'compatible' },
  'deprecated-sunset-missing': { suffix: 'deprecated-sunset-missing', severity: 'breaking' },
  'deprecated-sunset-invalid': { suffix: 'sunset-parse', severity: 'breaking' },
  'sunset-too-small': { suffix: 'sunset-date-too-small', severity: 'breaking' },
  reactivated: { suffix: 'reactivated', severity: 'compatible' },
  'sunset-deleted': { suffix: 'sunset-deleted', severity: 'breaking' },
  'sunset-invalid': { suffix: 'sunset-parse', severity: 'breaking' },
  'sunset-earlier': { suffix: 'sunset-date-changed-too-small', severity: 'breaking' },
  'sunset-later': { suffix: 'sunset-postponed', severity: 'compatible' },
  'sunset-set': { suffix: 'sunset-set', severity: 'compatible' },
};

type Part = { node: JsonObject; pointer: string };

/** Records what happened to the life of a parameter or header. */
export const noteParameterLife = (
  graph: DiffGraph,
  frame: Frame,
  base: Part,
  revision: Part,
  prefix: string,
): void => {
  const direction = prefix.startsWith('request') ? 'request' : 'response';
  for (const { kind, text } of lifeSteps(base.node, revision.node, graph.clock)) {
    const { suffix, severity } = stepIds[kind];
    record(frame, {
      id: `${prefix}-${suffix}`,
      severity,
      direction,
      text,
      subject: text,
      basePointer: base.pointer,
      pointer: revision.pointer,
    });
  }
  const [from, to] = [stabilityOf(base.node), stabilityOf(revision.node)];
  if (from === to || from === 'invalid' || to === 'invalid') return;
  const isMore = stabilityStep(from, to) > 0;
  record(frame, {
    id: `${prefix}-stability-${isMore ? 'increased' : 'decreased'}`,
    severity: isMore ? 'compatible' : 'breaking',
    direction,
    text: `the stability of %place% changed from ${from} to ${to}`,
    subject: `${from} ${to}`,
    basePointer: step(base.pointer, 'x-stability-level'),
    pointer: step(revision.pointer, 'x-stability-level'),
  });
};

/** Records that a parameter went: at its time, before it, or without a word. */
export const noteParameterRemoved = (
  { clock }: DiffGraph,
  frame: Frame,
  node: JsonObject,
  phrase: string,
  shared: { subject: string; basePointer: string; field: Field },
): void => {
  const removed = `the ${phrase} was removed from %place%`;
  const direction = 'request';
  const sunset = sunsetOf(node);
  if (node.deprecated !== true)
    record(frame, {
      ...shared,
      direction,
      id: 'request-parameter-removed',
      severity: 'risky',
      text: removed,
    });
  else if (sunset === 'invalid') {
    const text = `${removed}; its sunset ${brief(node['x-sunset'])} is no date`;
    record(frame, { ...shared, direction, id: 'request-parameter-sunset-parse', severity: 'breaking', text });
  } else if (typeof sunset === 'number' && (clock.now === undefined || clock.now < sunset)) {
    const text = `${removed} before its sunset ${brief(node['x-sunset'])}`;
    record(frame, {
      ...shared,
      direction,
      id: 'request-parameter-removed-before-sunset',
      severity: 'breaking',
      text,
    });
  } else {
    const id = 'request-parameter-removed-with-deprecation';
    record(frame, {
      ...shared,
      direction,
      id,
      severity: 'compatible',
      text: `the deprecated ${removed.slice(4)}`,
    });
  }
};

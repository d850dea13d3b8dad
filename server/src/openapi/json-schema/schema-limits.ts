import { type CostFault, costOf, type SchemaCost } from './schema-cost.ts';
import { nodesMax, type SchemaGraph } from './schema-graph.ts';

/** What a schema that is declared may cost. Far above what people write, and low enough to be compiled in a second or two. */
const schemaLimits = {
  /** Characters of its JSON. */
  length: 262_144,
  nodes: nodesMax,
  /** Instructions of one pattern, and of all together. */
  pattern: 5000,
  patterns: 20_000,
  /** Steps for one value of data that is nested no deeper than `usualDepth`. */
  steps: 5_000_000,
  usualDepth: 8,
} as const;

/** What a schema may cost that is compiled and run on the event loop: some ten milliseconds to compile. */
export const localLimits = { length: 65_536, nodes: 100, patterns: 500, steps: 20_000 } as const;

/** Steps of one check on the event loop: about two milliseconds. */
export const localSteps = 40_000;

/** What is known of a schema before it is compiled. */
export interface SchemaReview {
  cost: SchemaCost | null;
  /** Whether it may be compiled, and run on payloads of up to {@link localSteps}, on the event loop. */
  isLocal: boolean;
  /** Why it costs more than a schema may that is declared now. */
  fault: CostFault | null;
}

const mostSteps = ({ perValue, perCharacter }: SchemaCost, depth: number): number =>
  Math.max(...perValue.subarray(0, depth + 1), ...perCharacter.subarray(0, depth + 1));

const counted = (count: number): string =>
  count >= 1e9 ? 'billions' : Math.round(count).toLocaleString('en-GB');

const fault = (place: string, message: string): CostFault => ({ place, message });

const faultOf = (cost: SchemaCost, graph: SchemaGraph): CostFault | null => {
  const { largestPattern, unresolved } = graph;
  const steps = mostSteps(cost, schemaLimits.usualDepth);
  if (cost.nodes > schemaLimits.nodes)
    return fault(
      '',
      `It has more than ${counted(schemaLimits.nodes)} subschemas, which is as many as may be.`,
    );
  if (largestPattern.size > schemaLimits.pattern)
    return fault(
      largestPattern.place,
      `This pattern becomes ${counted(largestPattern.size)} instructions with its repetitions written out; at most ${counted(schemaLimits.pattern)}. Bound the length with \`maxLength\` and repeat with \`*\` or \`+\`.`,
    );
  if (cost.patternSize > schemaLimits.patterns)
    return fault(
      largestPattern.place,
      `Its patterns become ${counted(cost.patternSize)} instructions together; at most ${counted(schemaLimits.patterns)}.`,
    );
  if (steps > schemaLimits.steps)
    return fault(
      '',
      `Its references and alternatives multiply: one value would be looked at in ${counted(steps)} steps; at most ${counted(schemaLimits.steps)}. Refer to a definition once, or tell alternatives apart by a property with \`const\`.`,
    );
  const [lost] = unresolved;
  return lost
    ? fault(
        lost.place,
        `It refers to ${JSON.stringify(lost.reference.slice(0, 200))}, which is not in the schema. Put it under \`$defs\`.`,
      )
    : null;
};

/** Looks at a schema, given as JSON text and parsed, without compiling it. Bounded by its length: some milliseconds. */
export const reviewSchema = (length: number, schema: object | boolean): SchemaReview => {
  if (length > schemaLimits.length)
    return {
      cost: null,
      isLocal: false,
      fault: {
        place: '',
        message: `It has ${counted(length)} characters; at most ${counted(schemaLimits.length)}.`,
      },
    };
  const known = costOf(schema);
  if ('message' in known) return { cost: null, isLocal: false, fault: known };
  const { cost, graph } = known;
  const isLocal =
    length <= localLimits.length &&
    cost.nodes <= localLimits.nodes &&
    cost.patternSize <= localLimits.patterns &&
    mostSteps(cost, cost.perValue.length) <= localLimits.steps &&
    graph.unresolved.length === 0;
  return { cost, isLocal, fault: faultOf(cost, graph) };
};

/** A schema that is kept, given as JSON text: whether it may run on the event loop, without a look at large ones. */
export const reviewKept = (text: string): SchemaReview =>
  text.length > localLimits.length
    ? { cost: null, isLocal: false, fault: null }
    : reviewSchema(text.length, JSON.parse(text));

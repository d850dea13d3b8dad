import { RE2JS } from 're2js';
import { isObject, type JsonObject } from '../../platform/request/json.ts';
import {
  type HouseRule,
  join,
  type LintModel,
  normOf,
  type PropertySite,
  said,
  type Stray,
} from './lint-model.ts';

const isWritten = (text: unknown): boolean => typeof text === 'string' && text.trim() !== '';

const undescribedOperations = ({ operations }: LintModel): Stray[] =>
  operations
    .filter(({ node }) => !isWritten(node.description) && !isWritten(node.summary))
    .map(({ id, pointer }) => ({
      message: 'Neither summary nor description. Say in a sentence what the call does.',
      pointer,
      operation: id,
    }));

const undescribedParameters = (model: LintModel): Stray[] =>
  model
    .parametersIn('query', 'path', 'header', 'cookie')
    .filter(({ node }) => !isWritten(node.description) && !isWritten(model.schemaOf(node.schema).description))
    .map(({ name, pointer, operation }) => ({
      message: `The parameter \`${name}\` has no description.`,
      pointer,
      operation,
    }));

/** A constant says itself what it is. */
const isDescribed = ({ written, schema }: PropertySite): string | undefined => {
  if (isWritten(written.description) || isWritten(schema.description)) return 'described';
  return schema.const === undefined ? 'bare' : undefined;
};

const undescribedProperties = ({ properties }: LintModel): Stray[] => {
  const norm = normOf(properties, isDescribed, {
    share: 0.5,
  });
  if (norm?.value !== 'described') return [];
  return norm.strays.map(({ name, pointer }) => ({
    message: `The property \`${name}\` has no description; ${said(norm)} properties here have one.`,
    pointer,
  }));
};

const exampleDepth = 3;

type Verdicts = Map<JsonObject, boolean>[];

/** Whether a schema or one of its fields shows a value; `known` keeps the verdicts of each depth. */
const showsValue = (model: LintModel, schema: unknown, depth: number, known: Verdicts): boolean => {
  const node = model.schemaOf(schema);
  const verdicts = (known[depth] ??= new Map());
  let verdict = verdicts.get(node);
  if (verdict === undefined) {
    verdict = ['example', 'examples', 'const', 'enum', 'default'].some((key) => node[key] !== undefined);
    const inner = [
      ...(isObject(node.properties) ? Object.values(node.properties) : []),
      ...[node.allOf, node.oneOf, node.anyOf].flatMap((list) => (Array.isArray(list) ? list : [])),
      ...(node.items === undefined ? [] : [node.items]),
    ];
    if (!verdict && depth < exampleDepth)
      verdict = inner.slice(0, 20).some((part) => showsValue(model, part, depth + 1, known));
    verdicts.set(node, verdict);
  }
  return verdict;
};

const isShown = (model: LintModel, content: JsonObject, known: Verdicts): boolean =>
  content.example !== undefined ||
  content.examples !== undefined ||
  showsValue(model, content.schema, 0, known);

const missingExamples = (model: LintModel): Stray[] => {
  const known: Verdicts = [];
  return model.operations.flatMap(({ id, node, pointer }) => {
    const body = model.follow(node.requestBody, join(pointer, 'requestBody'));
    if (!isObject(body.node.content)) return [];
    return Object.entries(body.node.content).flatMap(([mediaType, content]) =>
      isObject(content) && content.schema !== undefined && !isShown(model, content, known)
        ? [
            {
              message: `The ${mediaType} body has no example, nor has any of its fields. Show one that works.`,
              pointer: join(body.pointer, 'content', mediaType),
              operation: id,
            },
          ]
        : [],
    );
  });
};

const plan = /sunset|instead|replaced? by|use .{1,80}|migrat|will be removed|superseded/i;

const suddenEnds = ({ operations }: LintModel): Stray[] =>
  operations
    .filter(({ node }) => node.deprecated === true && node['x-sunset'] === undefined)
    .filter(({ node }) => !plan.test(`${String(node.summary)} ${String(node.description)}`.slice(0, 20_000)))
    .map(({ id, pointer }) => ({
      message:
        'Deprecated, but neither `x-sunset` nor the description says until when or what to use instead.',
      pointer,
      operation: id,
    }));

const isTagged = (tags: unknown): boolean => Array.isArray(tags) && tags.length > 0;

const untagged = ({ operations }: LintModel): Stray[] => {
  const norm = normOf(operations, ({ node }) => (isTagged(node.tags) ? 'tagged' : 'bare'), { share: 0.5 });
  if (norm?.value !== 'tagged') return [];
  return norm.strays.map(({ id, pointer }) => ({
    message: `No tag: it will stand outside of every group; ${said(norm)} operations here have one.`,
    pointer,
    operation: id,
  }));
};

const patternLengthMax = 2000;
/** Compiling writes repetitions out: what all patterns of a document may cost together. */
const patternCostMax = 300_000;

const costOf = (pattern: string): number =>
  [...pattern.matchAll(/\{(?:\d+,)?(\d{1,4})/g)].reduce(
    (sum, [, times]) => sum + Number(times),
    pattern.length,
  );

/** Compiles only: no pattern of a contract ever runs here. */
const faultOfPattern = (pattern: string): string | undefined => {
  if (pattern.length > patternLengthMax) return `it is longer than ${patternLengthMax} characters`;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : 'it is no regular expression').slice(0, 200);
  }
};

const unsafePatterns = ({ schemas }: LintModel): Stray[] => {
  const verdicts = new Map<string, string | undefined>();
  let cost = 0;
  const judge = (pattern: string): string | undefined => {
    if (verdicts.has(pattern)) return verdicts.get(pattern);
    cost += pattern.length > patternLengthMax ? 0 : costOf(pattern);
    const fault =
      cost > patternCostMax ? 'the patterns together are too large to check' : faultOfPattern(pattern);
    verdicts.set(pattern, fault);
    return fault;
  };
  return schemas.flatMap(({ schema, pointer }) => {
    const keys = isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : [];
    const sites = [
      ...(typeof schema.pattern === 'string' ? [{ pattern: schema.pattern, steps: ['pattern'] }] : []),
      ...keys.map((pattern) => ({ pattern, steps: ['patternProperties', pattern] })),
    ];
    return sites.flatMap(({ pattern, steps }) => {
      const fault = judge(pattern);
      if (fault === undefined) return [];
      const message = `This pattern cannot be checked in linear time (${fault}). Write it without look-around and back-references.`;
      return [{ message, pointer: join(pointer(), ...steps) }];
    });
  });
};

export const textRules: HouseRule[] = [
  {
    id: 'house/operation-description',
    severity: 'warn',
    says: 'Every operation has a summary or a description.',
    check: undescribedOperations,
  },
  {
    id: 'house/parameter-description',
    severity: 'info',
    says: 'Every parameter has a description.',
    check: undescribedParameters,
  },
  {
    id: 'house/property-description',
    severity: 'info',
    says: 'A property has a description where most have one.',
    check: undescribedProperties,
  },
  {
    id: 'house/example-missing',
    severity: 'info',
    says: 'Every request body shows an example, as a whole or in its fields.',
    check: missingExamples,
  },
  {
    id: 'house/deprecated-without-plan',
    severity: 'warn',
    says: 'What is deprecated says until when it lives, or what to use instead.',
    check: suddenEnds,
  },
  {
    id: 'house/tag-missing',
    severity: 'info',
    says: 'An operation has a tag where most have one.',
    check: untagged,
  },
  {
    id: 'house/pattern-linear',
    severity: 'warn',
    says: 'Every pattern can be checked in linear time.',
    check: unsafePatterns,
  },
];

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import { addLinearFormats } from './formats.ts';
import { reviewSchema } from './schema-limits.ts';
import { addLinearUniqueItems } from './unique-items.ts';

export { type PayloadProfile, profileOf, roughStepsFor, stepsFor } from './schema-cost.ts';
export { localLimits, localSteps, reviewKept, reviewSchema, type SchemaReview } from './schema-limits.ts';

// Patterns come from outside and run on every publish: RE2 is linear in the text, where `^(a+)+$` on the built-in engine
// stops the process for seconds.
const linearRegExp = (pattern: string) => {
  const compiled = RE2JS.compile(pattern);
  // Ajv keeps engines by their text: without one of its own, each pattern would be answered by the first.
  return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern };
};
linearRegExp.code = 'linearRegExp';

// An instance keeps the patterns and values of whatever it ever compiled, so each schema gets one of its own, which takes
// a quarter of a millisecond. References are not written out in place: each would be compiled again.
const newCompiler = (allErrors: boolean): Ajv2020 => {
  const ajv = new Ajv2020({
    allErrors,
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    logger: false,
    code: { regExp: linearRegExp },
  });
  addLinearFormats(ajv);
  addLinearUniqueItems(ajv);
  return ajv;
};

/** Knows the meta-schema, and compiles nothing of anybody. */
const grammar = new Ajv2020({ strict: false, addUsedSchema: false, logger: false });

/** Draft 2020-12. */
export type JsonSchema = Record<string, unknown> | boolean;

/** Checks a payload; answers the places that do not fit, none when all is well. */
export type Validate = (data: unknown) => FieldError[];

const errorsMax = 20;
const wordsMax = 400;

const shortened = (text: string): string => (text.length > wordsMax ? `${text.slice(0, wordsMax)}…` : text);

const viewError = (error: ErrorObject): FieldError => {
  const extra = 'additionalProperty' in error.params ? `: ${String(error.params.additionalProperty)}` : '';
  const allowed = 'allowedValues' in error.params ? `: ${JSON.stringify(error.params.allowedValues)}` : '';
  return {
    path: shortened(`/data${error.instancePath}`),
    message: shortened(`${error.message ?? error.keyword}${extra}${allowed}`),
  };
};

const unusable = (reason: string, place = ''): Problem =>
  new Problem('event_type.schema_invalid', {
    detail: `The schema cannot be used: ${shortened(reason).replace(/\.$/, '')}.`,
    errors: [{ path: `/schema${shortened(place)}`, message: shortened(reason) }],
  });

/**
 * Compiles a JSON Schema of draft 2020-12. Throws `event_type.schema_invalid` when it is none, when it refers to another
 * document, or when a pattern cannot run in linear time. Takes up to a millisecond for each subschema: what is not local
 * by its {@link reviewSchema} is compiled on a thread. With `isFirstErrorEnough` a payload that does not fit costs no more
 * than one that does.
 */
export const compileSchema = (
  schema: JsonSchema,
  { isFirstErrorEnough = false }: { isFirstErrorEnough?: boolean } = {},
): Validate => {
  let validate: ValidateFunction;
  try {
    if (!grammar.validateSchema(schema))
      throw new Error(grammar.errorsText(grammar.errors, { dataVar: 'schema' }));
    validate = newCompiler(!isFirstErrorEnough).compile(schema);
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : 'unknown reason');
  }
  if ('$async' in validate)
    throw new Problem('event_type.schema_invalid', {
      detail: 'The schema uses `$async`, which is no JSON Schema.',
    });
  return (data) => (validate(data) ? [] : (validate.errors ?? []).slice(0, errorsMax).map(viewError));
};

/**
 * Refuses a schema that costs more than one may that is declared, with `event_type.schema_invalid`, which says what and
 * where. Compiles nothing.
 */
export const assertAffordable = (schema: JsonSchema): void => {
  const { fault } = reviewSchema(JSON.stringify(schema).length, schema);
  if (fault)
    throw unusable(`${fault.place === '' ? '' : `at ${fault.place}: `}${fault.message}`, fault.place);
};

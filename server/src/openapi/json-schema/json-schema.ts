import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { type FieldError, Problem } from '../../platform/request/problem.ts';

// Patterns come from outside and run on every publish: RE2 is linear in the text, where `^(a+)+$` on the built-in engine
// stops the process for seconds.
const linearRegExp = (pattern: string) => {
  const compiled = RE2JS.compile(pattern);
  // Ajv keeps engines by their text: without one of its own, each pattern would be answered by the first.
  return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern };
};
linearRegExp.code = 'linearRegExp';

const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  addUsedSchema: false,
  validateSchema: true,
  logger: false,
  code: { regExp: linearRegExp },
});
addFormats.default(ajv);

/** Draft 2020-12. */
export type JsonSchema = Record<string, unknown> | boolean;

/** Checks a payload; answers the places that do not fit, none when all is well. */
export type Validate = (data: unknown) => FieldError[];

const errorsMax = 20;

const viewError = (error: ErrorObject): FieldError => {
  const extra = 'additionalProperty' in error.params ? `: ${String(error.params.additionalProperty)}` : '';
  const allowed = 'allowedValues' in error.params ? `: ${JSON.stringify(error.params.allowedValues)}` : '';
  return {
    path: `/data${error.instancePath}`,
    message: `${error.message ?? error.keyword}${extra}${allowed}`,
  };
};

/**
 * Compiles a JSON Schema of draft 2020-12. Throws `event_type.schema_invalid` when it is none, when it refers to another
 * document, or when a pattern cannot run in linear time.
 */
export const compileSchema = (schema: JsonSchema): Validate => {
  let validate: ValidateFunction;
  try {
    validate = ajv.compile(schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new Problem('event_type.schema_invalid', {
      detail: `The schema cannot be used: ${reason.slice(0, 400)}.`,
      errors: [{ path: '/schema', message: reason.slice(0, 400) }],
    });
  } finally {
    if (typeof schema === 'object') ajv.removeSchema(schema);
  }
  if ('$async' in validate)
    throw new Problem('event_type.schema_invalid', {
      detail: 'The schema uses `$async`, which is no JSON Schema.',
    });
  return (data) => (validate(data) ? [] : (validate.errors ?? []).slice(0, errorsMax).map(viewError));
};

const compiled = new LRUCache<string, Validate>({ max: 5000 });

/** The validator of a stored schema, by its text; compiled once. */
export const validatorOf = (schemaText: string): Validate => {
  let validate = compiled.get(schemaText);
  if (!validate) {
    validate = compileSchema(JSON.parse(schemaText));
    compiled.set(schemaText, validate);
  }
  return validate;
};

// For tests: the life of operations, parameters and properties, and who may send what.
import type { DiffPolicy, JsonObject } from './contract-diff.service.ts';
import { contractOf, objectWith, queryOf } from './diff-fixtures.ts';

/** The id that is to be found among the changes from one document to the other. */
export type OperationCase = [id: string, base: JsonObject, revision: JsonObject, policy?: DiffPolicy];

const grace: DiffPolicy = { sunsetGraceDays: { beta: 10, stable: 30 } };
export const text = { type: 'string' };
export const plain = contractOf();

export const operation = (more: JsonObject): JsonObject => contractOf({ operation: more });
export const parameter = (more: JsonObject): JsonObject => contractOf({ parameters: [queryOf(text, more)] });
export const requestProperty = (more: JsonObject, of: JsonObject = {}): JsonObject =>
  contractOf({ body: objectWith({ ...text, ...more }, of) });
export const responseProperty = (more: JsonObject, of: JsonObject = {}): JsonObject =>
  contractOf({ response: objectWith({ ...text, ...more }, of) });
export const required = { required: ['name'] };
const soon = '2026-01-05';
export const late = '2027-01-01';
export const dead = (sunset?: string): JsonObject => ({
  deprecated: true,
  ...(sunset === undefined ? {} : { 'x-sunset': sunset }),
});

const lifecycle: OperationCase[] = [
  ['endpoint-deprecated', plain, operation(dead())],
  ['endpoint-deprecated-with-sunset', plain, operation(dead(late)), grace],
  ['endpoint-reactivated', operation(dead()), plain],
  ['api-deprecated-sunset-missing', plain, operation(dead()), grace],
  ['api-deprecated-sunset-parse', plain, operation(dead('soon'))],
  ['api-sunset-date-too-small', plain, operation(dead(soon)), grace],
  ['api-sunset-date-changed-too-small', operation(dead(late)), operation(dead(soon))],
  ['sunset-deleted', operation(dead(late)), operation(dead())],
  ['api-path-sunset-parse', operation(dead(late)), operation(dead('soon'))],
  ['api-stability-increased', operation({ 'x-stability-level': 'beta' }), plain],
  ['api-stability-decreased', plain, operation({ 'x-stability-level': 'beta' })],
  ['api-invalid-stability-level', plain, operation({ 'x-stability-level': 'sturdy' })],
  ['request-parameter-deprecated', parameter({}), parameter(dead())],
  ['request-parameter-deprecated-sunset-missing', parameter({}), parameter(dead()), grace],
  ['request-parameter-sunset-date-too-small', parameter({}), parameter(dead(soon)), grace],
  ['request-parameter-sunset-date-changed-too-small', parameter(dead(late)), parameter(dead(soon))],
  ['request-parameter-sunset-deleted', parameter(dead(late)), parameter(dead())],
  ['request-parameter-sunset-parse', parameter({}), parameter(dead('soon'))],
  ['request-parameter-reactivated', parameter(dead()), parameter({})],
  ['request-parameter-removed', parameter({}), plain],
  ['request-parameter-removed-with-deprecation', parameter(dead()), plain],
  ['request-parameter-removed-before-sunset', parameter(dead(late)), plain],
  ...(['request', 'response'] as const).flatMap((side): OperationCase[] => {
    const property = side === 'request' ? requestProperty : responseProperty;
    const beta = { 'x-stability-level': 'beta' };
    return [
      [`${side}-property-deprecated`, property({}), property(dead())],
      [`${side}-property-deprecated-with-sunset`, property({}), property(dead(late)), grace],
      [`${side}-property-deprecated-sunset-missing`, property({}), property(dead()), grace],
      [`${side}-property-deprecated-sunset-invalid`, property({}), property(dead('soon'))],
      [`${side}-property-sunset-date-too-small`, property({}), property(dead(soon)), grace],
      [`${side}-property-reactivated`, property(dead()), property({})],
      [`${side}-property-stability-increased`, property(beta), property({})],
      [`${side}-property-stability-decreased`, property({}), property(beta)],
    ];
  }),
];

const access = (['request', 'response'] as const).flatMap((side): OperationCase[] => {
  const property = side === 'request' ? requestProperty : responseProperty;
  return (
    [
      ['required', required],
      ['optional', {}],
    ] as const
  ).flatMap(([kind, more]): OperationCase[] =>
    (
      [
        ['readOnly', 'read-only'],
        ['writeOnly', 'write-only'],
      ] as const
    ).flatMap(([key, name]): OperationCase[] => [
      [`${side}-${kind}-property-became-${name}`, property({}, more), property({ [key]: true }, more)],
      [`${side}-${kind}-property-became-not-${name}`, property({ [key]: true }, more), property({}, more)],
    ]),
  );
});

/** Deprecation, sunset, stability, and what is read-only or write-only. */
export const lifecycleCases: readonly OperationCase[] = [...lifecycle, ...access];

// For tests: one case for each check that is not one of a keyword.
import type { JsonObject } from './contract-diff.service.ts';
import { contractOf, objectWith, queryOf } from './diff-fixtures.ts';
import {
  dead,
  late,
  lifecycleCases,
  type OperationCase,
  operation,
  parameter,
  plain,
  requestProperty,
  required,
  responseProperty,
  text,
} from './lifecycle-cases.ts';

const nothing = { type: 'object' };
const secret = { writeOnly: true };
const properties: OperationCase[] = [
  ['new-optional-request-property', contractOf({ body: nothing }), requestProperty({})],
  ['new-required-request-property', contractOf({ body: nothing }), requestProperty({}, required)],
  [
    'new-required-request-property-with-default',
    contractOf({ body: nothing }),
    requestProperty({ default: 'a' }, required),
  ],
  ['request-property-removed', requestProperty({}), contractOf({ body: nothing })],
  ['request-property-became-required', requestProperty({}), requestProperty({}, required)],
  [
    'request-property-became-required-with-default',
    requestProperty({ default: 'a' }),
    requestProperty({ default: 'a' }, required),
  ],
  ['request-property-became-optional', requestProperty({}, required), requestProperty({})],
  ['response-optional-property-added', contractOf({ response: nothing }), responseProperty({})],
  ['response-required-property-added', contractOf({ response: nothing }), responseProperty({}, required)],
  ['response-optional-property-removed', responseProperty({}), contractOf({ response: nothing })],
  ['response-required-property-removed', responseProperty({}, required), contractOf({ response: nothing })],
  [
    'response-optional-write-only-property-added',
    contractOf({ response: nothing }),
    responseProperty(secret),
  ],
  [
    'response-required-write-only-property-added',
    contractOf({ response: nothing }),
    responseProperty(secret, required),
  ],
  [
    'response-optional-write-only-property-removed',
    responseProperty(secret),
    contractOf({ response: nothing }),
  ],
  [
    'response-required-write-only-property-removed',
    responseProperty(secret, required),
    contractOf({ response: nothing }),
  ],
  ['response-property-became-required', responseProperty({}), responseProperty({}, required)],
  ['response-property-became-optional', responseProperty({}, required), responseProperty({})],
  [
    'response-write-only-property-became-required',
    responseProperty(secret),
    responseProperty(secret, required),
  ],
  [
    'response-write-only-property-became-optional',
    responseProperty(secret, required),
    responseProperty(secret),
  ],
  [
    'request-body-type-compatible',
    contractOf({ body: nothing, bodyMedia: 'text/xml' }),
    contractOf({ body: text, bodyMedia: 'text/xml' }),
  ],
  [
    'response-body-type-compatible',
    operation({ responses: { 200: { content: { 'text/xml': { schema: text } } } } }),
    operation({ responses: { 200: { content: { 'text/xml': { schema: nothing } } } } }),
  ],
  [
    'request-parameter-property-type-changed',
    contractOf({ parameters: [queryOf(objectWith({ type: 'integer' }))] }),
    contractOf({ parameters: [queryOf(objectWith(text))] }),
  ],
  [
    'request-property-type-compatible',
    contractOf({ body: objectWith({ type: 'integer' }), bodyMedia: 'application/x-www-form-urlencoded' }),
    contractOf({ body: objectWith(text), bodyMedia: 'application/x-www-form-urlencoded' }),
  ],
];

const header = (schema: unknown, more: JsonObject = {}): JsonObject =>
  contractOf({ parameters: [{ in: 'header', name: 'X-Filter', schema, ...more }] });
const answer = (more: JsonObject = {}): JsonObject =>
  contractOf({ headers: { 'X-Rate': { schema: text, ...more } } });

const parameters: OperationCase[] = [
  ['new-optional-request-parameter', plain, parameter({})],
  ['new-required-request-parameter', plain, parameter({ required: true })],
  [
    'new-optional-request-default-parameter-to-existing-path',
    plain,
    contractOf({ item: { parameters: [queryOf(text)] } }),
  ],
  [
    'new-required-request-default-parameter-to-existing-path',
    plain,
    contractOf({ item: { parameters: [queryOf(text, { required: true })] } }),
  ],
  [
    'new-request-path-parameter',
    plain,
    contractOf({ parameters: [{ in: 'path', name: 'id', required: true, schema: text }] }),
  ],
  ['request-parameter-became-required', parameter({}), parameter({ required: true })],
  ['request-parameter-became-optional', parameter({ required: true }), parameter({})],
  ['request-parameter-style-changed', parameter({}), parameter({ style: 'spaceDelimited' })],
  ['new-required-request-header-property', header(nothing), header(objectWith(text, required))],
  ['request-header-property-became-required', header(objectWith(text)), header(objectWith(text, required))],
  [
    'request-header-property-became-enum',
    header(objectWith(text)),
    header(objectWith({ ...text, enum: ['a'] })),
  ],
  ['response-header-added', plain, answer()],
  ['optional-response-header-removed', answer(), plain],
  ['required-response-header-removed', answer({ required: true }), plain],
  ['response-header-became-optional', answer({ required: true }), answer()],
  ['response-header-type-compatible', answer(), answer({ schema: { type: 'integer' } })],
  [
    'response-header-type-changed',
    answer({ schema: { type: 'boolean' } }),
    answer({ schema: { type: 'integer' } }),
  ],
];

const media = (...names: string[]): JsonObject =>
  operation({
    responses: { 200: { content: Object.fromEntries(names.map((name) => [name, { schema: text }])) } },
  });
const body = (more: JsonObject, of: JsonObject = { schema: text }): JsonObject =>
  operation({ requestBody: { content: { 'application/json': of }, ...more } });
const loose = (of: object): JsonObject =>
  operation({ responses: { 200: { content: { 'text/xml': { schema: objectWith(of) } } } } });
const statuses = (...codes: string[]): JsonObject =>
  operation({ responses: Object.fromEntries(codes.map((code) => [code, {}])) });

const bodies: OperationCase[] = [
  ['request-body-added-optional', plain, body({})],
  ['request-body-added-required', plain, body({ required: true })],
  ['request-body-removed', body({}), plain],
  ['request-body-became-required', body({}), body({ required: true })],
  ['request-body-became-optional', body({ required: true }), body({})],
  [
    'request-body-media-type-added',
    body({}),
    body({ content: { 'application/json': {}, 'text/plain': {} } }),
  ],
  ['request-body-media-type-removed', body({}), body({ content: { 'text/plain': {} } })],
  ['request-body-media-type-schema-added', body({}, {}), body({})],
  ['request-body-media-type-schema-removed', body({}), body({}, {})],
  [
    'response-body-media-type-schema-added',
    operation({ responses: { 200: { content: { 'text/xml': {} } } } }),
    media('text/xml'),
  ],
  [
    'response-body-media-type-schema-removed',
    media('text/xml'),
    operation({ responses: { 200: { content: { 'text/xml': {} } } } }),
  ],
  ['response-media-type-added', media('text/xml'), media('text/xml', 'text/plain')],
  ['response-media-type-removed', media('text/xml', 'text/plain'), media('text/xml')],
  ['response-media-type-name-changed', media('application/json;v=1'), media('application/json;v=2')],
  ['response-media-type-name-generalized', media('application/problem+json'), media('application/json')],
  ['response-media-type-name-generalized', media('application/json'), media('application/*')],
  ['response-media-type-name-specialized', media('application/json'), media('application/problem+json')],
  ['response-property-type-compatible', loose(text), loose({ type: 'integer' })],
  ['response-success-status-added', statuses('200'), statuses('200', '201')],
  ['response-success-status-removed', statuses('200', '201'), statuses('200')],
  ['response-non-success-status-added', statuses('200'), statuses('200', '404')],
  ['response-non-success-status-removed', statuses('200', '404'), statuses('200')],
  ['response-default-status-added', statuses('200'), statuses('200', 'default')],
  ['response-status-generalized', statuses('200'), statuses('2XX')],
];

const guarded = (...security: object[]): JsonObject => operation({ security });
const scheme = (value: object): JsonObject => contractOf({ components: { securitySchemes: { key: value } } });
const flow = (more: object): JsonObject =>
  scheme({
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://a.example/token', scopes: { read: 'Read.' }, ...more } },
  });
const versioned = (version: string, more: JsonObject): JsonObject => ({
  ...more,
  info: { title: 'Things', version },
});
const withPath = (more: object): JsonObject => ({ ...plain, paths: { '/things': {}, '/gone': more } });
const webhooks = { ...plain, webhooks: { created: { post: {} } } };

const others: OperationCase[] = [
  ['api-security-added', plain, guarded({ key: [] })],
  ['api-security-removed', guarded({ key: [] }), plain],
  ['api-security-scope-added', guarded({ key: [] }), guarded({ key: ['read'] })],
  ['api-security-scope-removed', guarded({ key: ['read'] }), guarded({ key: [] })],
  ['api-security-optional-removed', guarded({}, { key: [] }), guarded({ key: [] })],
  ['api-global-security-added', plain, { ...plain, security: [{ key: [] }] }],
  ['api-global-security-removed', { ...plain, security: [{ key: [] }] }, plain],
  [
    'api-global-security-scope-added',
    { ...plain, security: [{ key: [] }] },
    { ...plain, security: [{ key: ['read'] }] },
  ],
  [
    'api-global-security-scope-removed',
    { ...plain, security: [{ key: ['read'] }] },
    { ...plain, security: [{ key: [] }] },
  ],
  ['api-security-component-added', plain, flow({})],
  ['api-security-component-removed', flow({}), plain],
  ['api-security-component-type-changed', flow({}), scheme({ type: 'http', scheme: 'bearer' })],
  ['api-security-component-oauth-token-url-changed', flow({}), flow({ tokenUrl: 'https://b.example/token' })],
  [
    'api-security-component-oauth-url-changed',
    flow({ authorizationUrl: 'https://a.example' }),
    flow({ authorizationUrl: 'https://b.example' }),
  ],
  [
    'api-security-component-oauth-scope-added',
    flow({}),
    flow({ scopes: { read: 'Read.', write: 'Write.' } }),
  ],
  ['api-security-component-oauth-scope-removed', flow({}), flow({ scopes: {} })],
  ['api-security-component-oauth-scope-changed', flow({}), flow({ scopes: { read: 'Look.' } })],
  ['api-tag-added', plain, operation({ tags: ['a'] })],
  ['api-tag-removed', operation({ tags: ['a'] }), plain],
  ['api-operation-id-added', plain, operation({ operationId: 'a' })],
  ['api-operation-id-removed', operation({ operationId: 'a' }), plain],
  ['api-schema-removed', contractOf({ schemas: { A: text } }), plain],
  ['api-version-not-bumped', versioned('1.0.0', plain), versioned('1.0.0', parameter({}))],
  ['api-version-decreased', versioned('1.1.0', plain), versioned('1.0.0', parameter({}))],
  [
    'api-major-version-not-bumped',
    versioned('1.0.0', plain),
    versioned('1.1.0', parameter({ required: true })),
  ],
  ['endpoint-added', { ...plain, paths: {} }, plain],
  ['api-path-removed-without-deprecation', plain, { ...plain, paths: {} }],
  ['api-path-removed-with-deprecation', operation(dead()), { ...plain, paths: {} }],
  ['api-path-removed-before-sunset', operation(dead(late)), { ...plain, paths: {} }],
  ['api-removed-without-deprecation', withPath({ get: {} }), withPath({})],
  ['api-removed-with-deprecation', withPath({ get: dead('2020-01-01') }), withPath({})],
  ['api-removed-before-sunset', withPath({ get: dead(late) }), withPath({})],
  ['webhook-added', plain, webhooks],
  ['webhook-removed', webhooks, plain],
];

/** Every check of operations, parameters, bodies, responses, security and the document. */
export const operationCases: readonly OperationCase[] = [
  ...lifecycleCases,
  ...properties,
  ...parameters,
  ...bodies,
  ...others,
];

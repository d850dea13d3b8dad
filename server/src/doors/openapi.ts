import { access } from '../access/access.ts';
import { administration } from '../administration/administration.ts';
import { contracts } from '../contracts/contracts.ts';
import { gateway } from '../gateway/gateway.ts';
import { monitoring } from '../monitoring/monitoring.ts';
import { overview } from '../overview/overview.ts';
import { webhooks } from '../webhooks/webhooks.ts';
import { ProblemView } from '@parley/shared/words/problem-view';
import { scopeDescriptions } from '@parley/shared/scope';
import { generateOpenApiDocument, type OpenAPIObject } from 'trpc-to-openapi';
import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { takesKey } from '../platform/guard/context.ts';
import { isObject } from '../platform/request/json.ts';
import { documentAnswers } from './answer-document.ts';
import { type Operation, operationsOf, ownApiSlug } from './operation.ts';
import { makeReadable } from './readable.ts';
import { type Json, type JsonObject, objectAt } from './schema-walk.ts';
import { appRouter } from './router.ts';
import { version } from '../version.ts';

// A tag of its own: openapi-generator drops the operations of `paths` whose tag stands in `webhooks` too.
const webhookTag = 'Webhooks';

const tags = [
  ...[access, webhooks, contracts, gateway, monitoring, administration, overview].flatMap(
    (wing) => wing.tags,
  ),
  [webhookTag, 'What Parley sends to endpoints.'],
];

const requestIdHeader = {
  'X-Request-Id': { description: 'Names this request in logs and audit.', schema: { type: 'string' } },
};

const replayedHeader = {
  'Idempotent-Replayed': {
    description:
      '`true` when this repeats what was answered before, and nothing was done anew; else it is not there.',
    schema: { type: 'string', enum: ['true'] },
  },
};

const retryAfterHeader = {
  'Retry-After': {
    description: 'Seconds to wait before sending it again; not there where waiting does not help.',
    schema: { type: 'integer' },
  },
};

const limitHeaders = {
  'RateLimit-Policy': {
    description: 'The limits that count this call, such as `"minute";q=100;w=60`; not there without any.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description:
      'Where they stand: `"minute";r=50;t=30` is 50 calls left, and more in 30 seconds; not there without any.',
    schema: { type: 'string' },
  },
};

const authenticateHeader = {
  'WWW-Authenticate': { description: 'How to send a credential.', schema: { type: 'string' } },
};

/** Headers of problem answers beside `X-Request-Id`. */
const headersOfStatus: Record<string, JsonObject> = {
  '401': authenticateHeader,
  '409': retryAfterHeader,
  '429': { ...retryAfterHeader, ...limitHeaders },
  '503': retryAfterHeader,
};

const statusWords: Record<string, string> = {
  '400': 'The request could not be read, or has fields that are missing or wrong.',
  '401': 'No credential, or one that is not valid.',
  '403': 'The credential lacks the scope, or may not do this.',
  '404': 'Not found, or not yours.',
  '409': 'The state of things does not allow it, or the same Idempotency-Key is being worked on.',
  '410': 'The answer that was kept for the Idempotency-Key holds a secret that has ended.',
  '412': 'It was changed since the answer whose `ETag` is in `If-Match`; nothing was done.',
  '413': 'The body is larger than is taken here.',
  '415': 'The body is not JSON.',
  '422': 'Understood, but refused; `code` and `errors` say why.',
  '429': 'Too many requests; wait for the time in `Retry-After`.',
  '503': 'Busy, or the database is away; send it again after the time in `Retry-After`.',
  '507': 'The storage is full; nothing was stored.',
  default: 'Any other failure.',
};

const problemResponse = (status: string): JsonObject => ({
  description: statusWords[status] ?? 'A problem.',
  headers: { ...requestIdHeader, ...headersOfStatus[status] },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const problemStatusesOf = ({ meta }: Operation): string[] => {
  const isWrite = meta.openapi.method !== 'GET';
  const hasPath = meta.openapi.path.includes('{');
  return [
    '400',
    '401',
    '403',
    ...(hasPath || isWrite ? ['404'] : []),
    ...(isWrite ? ['409'] : []),
    ...(meta.isStillGood ? ['410'] : []),
    ...(meta.takesIfMatch ? ['412'] : []),
    ...(isWrite ? ['413', '415', '422'] : []),
    '429',
    '503',
    ...(isWrite ? ['507'] : []),
    'default',
  ];
};

const idempotencyParameter: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A name of your own for this request, such as a UUID: 1 to 255 visible ASCII characters. Send the same key again to get the same answer without doing the work twice. Kept for 24 hours; another body with the same key is refused with 422. The order of keys, and how numbers and times are written, make no other body.',
  // Without an example: sent again with another body, as examples are, it would be refused.
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]*$' },
};

const finishOperation = (node: JsonObject, operation: Operation): void => {
  const { meta } = operation;
  const responses = objectAt(node, 'responses');
  const success = isObject(responses['200']) ? responses['200'] : {};
  const status = String(meta.status ?? 200);
  const finished: JsonObject = {
    [status]: {
      ...success,
      description: status === '204' ? 'Done; there is nothing to say.' : (success.description ?? 'Success.'),
      headers: {
        ...requestIdHeader,
        ...(takesKey(meta) ? replayedHeader : {}),
        ...(meta.access === 'anyone' ? {} : limitHeaders),
      },
    },
  };
  if (status === '204') delete objectAt(finished, status).content;
  for (const problem of problemStatusesOf(operation)) finished[problem] = problemResponse(problem);
  node.responses = finished;
  const needs = meta.access in scopeDescriptions ? [meta.access] : [];
  node.security = meta.access === 'anyone' || meta.access === 'session' ? [] : [{ bearer: needs }];
  const scope = needs.map((one) => `Needs the scope \`${one}\`.`).join('');
  const again =
    meta.idempotency === 'natural'
      ? 'Sent again it changes nothing more; it takes no `Idempotency-Key`.'
      : '';
  node.description = [meta.openapi.description, scope, again].filter(Boolean).join('\n\n');
  if (takesKey(meta)) {
    const parameters = Array.isArray(node.parameters) ? node.parameters : [];
    node.parameters = [...parameters, idempotencyParameter];
  }
  documentAnswers(node, operation);
};

const WebhookBody = z
  .object({
    type: z.string().meta({ description: 'The event type.', examples: ['invoice.generated'] }),
    timestamp: z.iso
      .datetime()
      .meta({ description: 'When it happened.', examples: ['2026-11-22T09:30:00.000Z'] }),
    data: z.record(z.string(), z.unknown()).meta({
      description: 'The payload; it fits the schema of the type in the catalogue.',
      examples: [{ amount: 1200 }],
    }),
  })
  .meta({ id: 'WebhookEvent', description: 'What an endpoint receives.' });

const header = (name: string, description: string, example: string) => ({
  name,
  in: 'header' as const,
  required: true,
  description,
  schema: { type: 'string' as const },
  example,
});

/** Where the schema of problems is made: as one that is answered. */
const problemAnswer = {
  description: 'A problem.',
  content: { 'application/problem+json': { schema: ProblemView } },
};

const webhooksDocument = () =>
  createDocument({
    openapi: '3.1.0',
    info: { title: 'Parley', version },
    components: { responses: { Problem: problemAnswer } },
    webhooks: {
      event: {
        post: {
          operationId: 'receiveEvent',
          summary: 'An event that your endpoint asked for',
          description:
            'Signed as Standard Webhooks says. Verify the signature over the raw body, answer 2xx within 20 seconds, and ignore a `webhook-id` that you have seen. Any other answer is tried again; 410 disables the endpoint.',
          tags: [webhookTag],
          security: [],
          parameters: [
            header(
              'webhook-id',
              'The event’s id: the same on every attempt.',
              'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
            ),
            header('webhook-timestamp', 'Seconds since 1970, of this attempt.', '1795339800'),
            header(
              'webhook-signature',
              'Signatures, separated by spaces.',
              'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
            ),
          ],
          requestBody: { required: true, content: { 'application/json': { schema: WebhookBody } } },
          responses: { '2XX': { description: 'Taken.' }, '410': { description: 'Never send here again.' } },
        },
      },
    },
  });

const asJson = (document: unknown): JsonObject => {
  const copy: Json = JSON.parse(JSON.stringify(document));
  if (!isObject(copy)) throw new Error('Not an OpenAPI document.');
  return copy;
};

const generated = (publicUrl: string): OpenAPIObject =>
  generateOpenApiDocument(appRouter, {
    title: 'Parley',
    description:
      'Events out as signed webhooks, who may call, what was delivered. Failures are RFC 9457 problems.',
    version,
    license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    contact: { name: 'The people who run this Parley', url: publicUrl },
    openApiVersion: '3.1.0',
    baseUrl: publicUrl,
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description:
          'An API key, `Authorization: Bearer parley_live_…`, or an access token of `POST /oauth/token` or of a trusted issuer. Roles of an operation are its scopes.',
      },
    },
  });

/** The API that the document below describes, as the registry names it. */
export const ownApi = {
  slug: ownApiSlug,
  name: 'Parley',
  description: 'The REST API of this Parley, as it serves it.',
};

/**
 * The OpenAPI 3.1 document of the REST API: paths by trpc-to-openapi, then what it cannot say: true status codes, problem
 * answers, security from the declared scopes, Idempotency-Key, and the outgoing webhooks; all as generators of clients read it.
 */
export const createOpenApi = (publicUrl: string): JsonObject => {
  const document = asJson(generated(publicUrl));
  const extra = asJson(webhooksDocument());
  const paths = objectAt(document, 'paths');
  for (const operation of operationsOf(appRouter)) {
    const { path, method } = operation.meta.openapi;
    finishOperation(objectAt(objectAt(paths, path), method.toLowerCase()), operation);
  }
  const components = objectAt(document, 'components');
  components.schemas = {
    ...objectAt(components, 'schemas'),
    ...objectAt(objectAt(extra, 'components'), 'schemas'),
  };
  document.webhooks = objectAt(extra, 'webhooks');
  document.tags = tags.map(([name = '', description = '']) => ({ name, description }));
  makeReadable(document);
  return document;
};

const texts = new Map<string, string>();

/** That document as it is served. Making it takes 100 ms, so each one is made once. */
export const openApiText = (publicUrl: string): string => {
  const text = texts.get(publicUrl) ?? JSON.stringify(createOpenApi(publicUrl));
  texts.set(publicUrl, text);
  return text;
};

/**
 * The document as a contract: the same on every port and address, of which it says nothing. `text` is what is served.
 */
export const contractTextOf = (text: string): string => {
  const document = asJson(JSON.parse(text));
  delete objectAt(objectAt(document, 'info'), 'contact').url;
  return JSON.stringify({ ...document, servers: [{ url: '/' }] });
};

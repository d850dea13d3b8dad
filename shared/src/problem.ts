import { clientProblems } from './access/client-problem.ts';
import { issuerProblems } from './access/issuer-problem.ts';
import { planProblems } from './access/plan-problem.ts';
import { contractProblems } from './contracts/contract-problem.ts';
import { requirementProblems } from './access/requirement-problem.ts';
import { gatewayProblems } from './gateway/gateway-problem.ts';
import { issueProblems } from './monitoring/issue-problem.ts';
import { securityProblems } from './administration/security-problem.ts';
import { savedViewProblems } from './administration/saved-view-problem.ts';
import { bulkChangeProblems } from './webhooks/bulk-change-problem.ts';
import { eventProblems } from './webhooks/event-problem.ts';
import { eventTypeProblems } from './webhooks/event-type-problem.ts';
import { recoveryProblems } from './webhooks/recovery-problem.ts';

interface ProblemKind {
  /** HTTP status of the answer. */
  status: number;
  /** What went wrong, in a few words that are the same every time. */
  title: string;
  /** What the reader can do about it. */
  remedy: string;
}

/** Every expected refusal of Parley: the one table that the API, the console and the docs read. */
export const problems = {
  'request.malformed': {
    status: 400,
    title: 'The request could not be read',
    remedy: 'Send valid JSON in UTF-8, without `__proto__` keys, NUL characters or lone surrogates.',
  },
  'request.invalid': {
    status: 400,
    title: 'The request has fields that are missing or wrong',
    remedy: 'Each entry of `errors` names a field and what it takes.',
  },
  'request.too_large': {
    status: 413,
    title: 'The request is too large',
    remedy: 'Keep the body within 1 MiB; publish a link to large data instead of the data.',
  },
  'request.headers_too_large': {
    status: 431,
    title: 'The headers are too large',
    remedy: 'Keep the address and all headers together within 16 KiB.',
  },
  'request.busy': {
    status: 503,
    title: 'Too much is being sent at once',
    remedy:
      'Nothing of the request was done. Send it again after the time in `Retry-After`, fewer at a time.',
  },
  'request.unsupported_media_type': {
    status: 415,
    title: 'The content type is not supported',
    remedy: 'Send `Content-Type: application/json`.',
  },
  'request.timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    remedy: 'Send the whole request within 15 seconds.',
  },
  'request.batch_refused': {
    status: 400,
    title: 'This batch of calls is refused',
    remedy:
      'Send ten calls at most in one request over tRPC, and by itself what looks at a password or a link, or is a stream.',
  },
  'request.not_found': {
    status: 404,
    title: 'There is nothing at this address',
    remedy: 'Check the path against the API reference.',
  },
  'request.method_not_allowed': {
    status: 405,
    title: 'This address does not take that method',
    remedy: 'The `Allow` header lists the methods that it takes.',
  },
  'request.precondition_failed': {
    status: 412,
    title: 'It was changed since you read it',
    remedy: 'Nothing was done. Read it again, decide again, and send its new `ETag` as `If-Match`.',
  },
  'request.method_unknown': {
    status: 501,
    title: 'The method is not known',
    remedy: 'Send GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.',
  },
  'auth.required': {
    status: 401,
    title: 'A credential is needed',
    remedy: 'Send `Authorization: Bearer <API key>`.',
  },
  'auth.invalid': {
    status: 401,
    title: 'The credential is not valid',
    remedy: 'The key is malformed, unknown, expired or revoked. Create a new one and use it.',
  },
  'auth.scope_missing': {
    status: 403,
    title: 'The credential lacks a scope',
    remedy: 'Ask for a key that has the scope named in `detail`.',
  },
  'auth.origin_refused': {
    status: 403,
    title: 'The request came from another site',
    remedy: 'Use the console at its own address, and set PARLEY_PUBLIC_URL to that address.',
  },
  'auth.grant_refused': {
    status: 403,
    title: 'Nobody can grant what they do not hold',
    remedy: 'Leave out the scopes or the role named in `detail`, or ask somebody who holds them.',
  },
  'session.sign_in_failed': {
    status: 401,
    title: 'The e-mail address and password do not match',
    remedy: 'Check both and try again.',
  },
  'watch.too_many': {
    status: 429,
    title: 'Too many streams are open',
    remedy:
      'A consumer has twenty at most, and so has a person. Close one, or ask for the lists again and again instead, and try again after the time in `Retry-After`.',
  },
  'session.throttled': {
    status: 429,
    title: 'Too many failed tries',
    remedy: 'Wait for the time in `Retry-After` and try again.',
  },
  'session.busy': {
    status: 503,
    title: 'Too many people sign in at this moment',
    remedy: 'Wait for the time in `Retry-After` and try again. It counts as no failed try.',
  },
  ...planProblems,
  'idempotency.secret_ended': {
    status: 410,
    title: 'The answer that was kept holds a secret that has ended',
    remedy:
      'It was revoked, replaced, used or removed since. Send the request again with a new `Idempotency-Key`.',
  },
  'idempotency.in_flight': {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    remedy: 'Wait a moment and send the same request again.',
  },
  'idempotency.mismatch': {
    status: 422,
    title: 'This Idempotency-Key was used with another request',
    remedy: 'Use a new key for a new request.',
  },
  'staff.not_found': { status: 404, title: 'No such staff member', remedy: 'Check the id.' },
  'staff.email_taken': {
    status: 409,
    title: 'This e-mail address already has an account',
    remedy: 'Use another address, or change the account that has it.',
  },
  'staff.last_owner': {
    status: 409,
    title: 'The last owner cannot be removed',
    remedy: 'Make somebody else an owner first.',
  },
  'staff.wrong_password': {
    status: 403,
    title: 'The current password is not right',
    remedy: 'Type the password that you sign in with.',
  },
  'invitation.not_found': {
    status: 404,
    title: 'This link is not valid any more',
    remedy: 'Ask for a new invitation. For the first set-up, restart Parley: it prints a new link.',
  },
  'consumer.not_found': { status: 404, title: 'No such consumer', remedy: 'Check the id or the name.' },
  'consumer.name_taken': {
    status: 409,
    title: 'A consumer with this name exists',
    remedy: 'Choose another name, or use the consumer that has it.',
  },
  'consumer.suspended': {
    status: 403,
    title: 'The consumer is suspended',
    remedy: 'Ask the people who run this API program.',
  },
  'consumer.required': {
    status: 422,
    title: 'A consumer has to be named',
    remedy: 'Staff act for many consumers: send `consumerId`.',
  },
  'environment.required': {
    status: 422,
    title: 'An environment has to be named',
    remedy: 'Staff work in both: send `environment`, `live` or `test`.',
  },
  'environment.refused': {
    status: 403,
    title: 'This key belongs to the other environment',
    remedy: 'Use a key of that environment; `live` and `test` never mix.',
  },
  'api_key.not_found': { status: 404, title: 'No such API key', remedy: 'Check the id.' },
  'api_key.inactive': {
    status: 409,
    title: 'The API key is not active',
    remedy: 'Create a new key; a revoked or expired one cannot be rotated.',
  },
  'api_key.broader': {
    status: 403,
    title: 'The API key may do more than the caller',
    remedy: 'Ask a person, or use a key that holds the scopes named in `detail` and lasts as long.',
  },
  ...clientProblems,
  ...issuerProblems,
  ...requirementProblems,
  ...eventTypeProblems,
  'endpoint.filter_invalid': {
    status: 422,
    title: 'The filter is not a usable JSON Schema',
    remedy:
      'Send a small JSON Schema of draft 2020-12 for `data`, without remote references and without alternatives that multiply.',
  },
  ...savedViewProblems,
  ...securityProblems,
  ...bulkChangeProblems,
  ...contractProblems,
  ...gatewayProblems,
  ...issueProblems,
  ...eventProblems,
  'endpoint.not_found': { status: 404, title: 'No such endpoint', remedy: 'Check the id.' },
  'endpoint.url_refused': {
    status: 422,
    title: 'The URL is not one that Parley may call',
    remedy: 'Use a public http or https address. PARLEY_OUTBOUND_ALLOW opens private ranges on purpose.',
  },
  'endpoint.disabled': {
    status: 409,
    title: 'The endpoint is disabled',
    remedy: 'Enable it first.',
  },
  'delivery.not_found': { status: 404, title: 'No such delivery', remedy: 'Check the id.' },
  'delivery.in_progress': {
    status: 409,
    title: 'The delivery is being attempted right now',
    remedy: 'Wait for the attempt to end, then retry.',
  },
  ...recoveryProblems,
  'audit_entry.not_found': { status: 404, title: 'No such audit entry', remedy: 'Check the id.' },
  'inspect.not_found': {
    status: 404,
    title: 'Nothing has this id',
    remedy: 'Paste a whole id: of an event, delivery, attempt, endpoint, consumer, key, or a request.',
  },
  'storage.conflict': {
    status: 409,
    title: 'Somebody else changed the same thing at the same moment',
    remedy: 'Nothing was stored. Read it again, and send the request again if it still applies.',
  },
  'storage.outcome_unknown': {
    status: 503,
    title: 'The database did not say whether it was stored',
    remedy: 'Send it again with the same `Idempotency-Key` or `id`: it is then stored once.',
  },
  'storage.full': {
    status: 507,
    title: 'The storage is full',
    remedy: 'Nothing was stored. Free space and send the request again.',
  },
  'storage.unavailable': {
    status: 503,
    title: 'The database is not available',
    remedy: 'Nothing was stored. Send the request again in a moment.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    remedy: 'Send the request again; if it fails again, report the `requestId`.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

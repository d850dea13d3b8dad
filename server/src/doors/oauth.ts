import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assertionAlgorithms } from '../access/client/assertion.ts';
import { type ActiveClient, authenticateClient } from '../access/client/client-authentication.service.ts';
import { type FormFields, grantTypes, issueToken } from '../access/token/issue.service.ts';
import { metadataOf, oauthPaths } from '../access/token/metadata.ts';
import { introspectToken, revokeToken } from '../access/token/token-state.service.ts';
import { refusalOf } from '../platform/guard/guard.ts';
import { Turns } from '../platform/process/turns.ts';
import type { BodyBudget } from '../platform/request/body-budget.ts';
import { OAuthError } from '../platform/request/oauth-error.ts';
import { type Caller, system } from '../platform/request/principal.ts';
import { Problem } from '../platform/request/problem.ts';
import { principalOfBearer } from './context.ts';
import { basicCredentialOf, formCredentialOf, type Sender, takeForms } from './oauth-form.ts';
import { logBug, problemOfRequest, sendRefusal } from './refusal.ts';
import type { Services } from './services.ts';

type Handler = (client: Acting, fields: FormFields) => Promise<unknown>;

/** Who acts: a client, or, where that is taken, whoever came with a key or token. */
interface Acting {
  client: ActiveClient;
  caller: Caller;
}

const keysAgeSeconds = 300;

// Signing takes a millisecond of a thread, of which others need some too.
const turns = new Turns(
  { atOnce: 8, waitingMax: 1000 },
  () => new Problem('request.busy', { retryAfterSeconds: 1 }),
);

const errorOf = (problem: Problem): OAuthError => {
  const { detail, headers, status, code } = problem;
  if (status === 500) return new OAuthError('server_error', 'Something went wrong on our side.');
  if (status >= 500 || status === 429)
    return new OAuthError('temporarily_unavailable', detail, { headers, status });
  if (code === 'request.unsupported_media_type')
    return new OAuthError('invalid_request', 'Send `Content-Type: application/x-www-form-urlencoded`.');
  return new OAuthError('invalid_request', detail, { status, headers });
};

/** Answers a failure as RFC 6749, 5.2, says; nothing here is ever kept by a cache. */
const sendError = (services: Services, error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
  const isOAuth = error instanceof OAuthError;
  const problem = isOAuth ? new Problem('request.malformed') : problemOfRequest(error);
  if (!isOAuth) logBug(services, error, problem, request.id);
  const { code, message, status, headers } = isOAuth ? error : errorOf(problem);
  reply.headers({ ...headers, pragma: 'no-cache' });
  return sendRefusal(request, reply, {
    problem,
    status,
    type: 'application/json',
    body: { error: code, error_description: message.replaceAll(/[^\x20-\x7e]|["\\]/g, '') },
  });
};

/** The names under which an assertion may be made out to us: RFC 7523, 3, and the addresses that clients call. */
const audiencesOf = (publicUrl: string): string[] => [
  publicUrl,
  ...[oauthPaths.token, oauthPaths.introspect, oauthPaths.revoke].map((path) => publicUrl + path),
];

const senderOf = async (
  services: Services,
  { headers: { authorization }, ip }: FastifyRequest,
  takesBearer: boolean,
): Promise<Sender> => {
  if (authorization === undefined) return { kind: 'anyone' };
  if (takesBearer && /^bearer /i.test(authorization)) return bearerOf(services, authorization, ip);
  const audiences = audiencesOf(services.parts.publicUrl);
  const client = await authenticateClient(services.parts, basicCredentialOf(authorization), audiences);
  return { kind: 'client', client };
};

/** Somebody who may read clients may ask about their tokens: RFC 7662, 2.1. */
const bearerOf = async (services: Services, authorization: string, peer: string): Promise<Sender> => {
  const principal = await principalOfBearer(services, authorization, peer);
  const refusal = refusalOf(principal, { access: 'clients:read' }, services.parts.now());
  if (principal.kind === 'consumer' && refusal === null) return { kind: 'bearer', principal };
  throw new OAuthError('invalid_client', refusal?.detail ?? 'Send an API key or an access token.', {
    status: refusal?.status ?? 401,
    headers: { 'www-authenticate': 'Bearer realm="Parley"' },
  });
};

/** The client that a form is of, by its header or by itself, and never by both. */
const clientOf = async ({ parts }: Services, sender: Sender, fields: FormFields): Promise<ActiveClient> => {
  const credential = formCredentialOf(fields);
  if (sender.kind !== 'client') {
    if (!credential) throw new OAuthError('invalid_client', 'No client has shown who it is.');
    return authenticateClient(parts, credential, audiencesOf(parts.publicUrl));
  }
  const named = fields.get('client_id') ?? sender.client.id;
  if (credential || fields.has('client_secret') || named !== sender.client.id)
    throw new OAuthError(
      'invalid_request',
      'The client shows who it is twice, or as another one. Do it once.',
    );
  return sender.client;
};

const principalOf = ({ id, name, consumerId, environment, scopes }: ActiveClient) => ({
  kind: 'consumer' as const,
  consumerId,
  keyId: id,
  keyName: name,
  environment,
  scopes: new Set(scopes),
});

const tokenIn = (fields: FormFields): string => {
  const token = fields.get('token');
  if (token === undefined) throw new OAuthError('invalid_request', 'Send `token`.');
  return token;
};

const registerForm = (
  scope: FastifyInstance,
  services: Services,
  {
    path,
    answer,
    ask,
  }: { path: string; answer: Handler; ask?: (sender: Sender, fields: FormFields) => Promise<unknown> },
): void => {
  scope.post<{ Body: FormFields | undefined }>(path, {
    config: { calls: 'none' },
    // Who sends it comes before a byte of it, where the headers say so.
    onRequest: async (request, reply) => {
      request.oauthSender = { sender: await senderOf(services, request, ask !== undefined), reply };
    },
    handler: async (request, reply) => {
      const sender = request.oauthSender?.sender ?? { kind: 'anyone' };
      const fields: FormFields = request.body ?? new Map<string, string>();
      const leave = await turns.enter();
      try {
        reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
        if (ask && sender.kind === 'bearer') return await ask(sender, fields);
        const client = await clientOf(services, sender, fields);
        const caller = { ...system, principal: principalOf(client), requestId: request.id, peer: request.ip };
        return await answer({ client, caller }, fields);
      } finally {
        leave();
      }
    },
  });
};

const registerForms = (scope: FastifyInstance, services: Services): void => {
  const { parts, signingKeys, tokens } = services;
  registerForm(scope, services, {
    path: oauthPaths.token,
    answer: async ({ client }, fields) => issueToken({ parts, signingKeys }, client, fields),
  });
  registerForm(scope, services, {
    path: oauthPaths.introspect,
    answer: async ({ client, caller }, fields) =>
      introspectToken({ parts, tokens, caller }, principalOf(client), tokenIn(fields)),
    ask: async (sender, fields) =>
      sender.kind === 'bearer'
        ? introspectToken({ parts, tokens, caller: system }, sender.principal, tokenIn(fields))
        : null,
  });
  registerForm(scope, services, {
    path: oauthPaths.revoke,
    answer: async ({ client, caller }, fields) => {
      await revokeToken({ parts, tokens, caller }, client.id, tokenIn(fields));
      return {};
    },
  });
};

/** The addresses of OAuth 2: tokens for clients, what is to be known of them, and what clients find by themselves. */
export const registerOAuth = async (
  app: FastifyInstance,
  services: Services,
  budget: BodyBudget,
): Promise<void> => {
  app.decorateRequest('oauthSender', null);
  await app.register(async (scope) => {
    scope.setErrorHandler<FastifyError>((error, request, reply) =>
      sendError(services, error, request, reply),
    );
    takeForms(scope, budget);
    registerForms(scope, services);
  });
  const metadata = metadataOf(services.parts.publicUrl, { grantTypes, algorithms: assertionAlgorithms });
  app.get(oauthPaths.metadata, async (_request, reply) =>
    reply.header('cache-control', `public, max-age=${keysAgeSeconds}`).send(metadata),
  );
  app.get(oauthPaths.keys, async (_request, reply) =>
    reply
      .header('cache-control', `public, max-age=${keysAgeSeconds}`)
      .send(await services.signingKeys.published()),
  );
};

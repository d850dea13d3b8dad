import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ActiveClient, ClientCredential } from '../access/client/client-authentication.service.ts';
import type { FormFields } from '../access/token/issue.service.ts';
import type { BodyBudget } from '../platform/request/body-budget.ts';
import { assertLength } from '../platform/request/body.ts';
import { OAuthError } from '../platform/request/oauth-error.ts';
import type { Principal } from '../platform/request/principal.ts';
import { readWithin } from './admission.ts';

/** Who sends a form, as far as the headers say. */
export type Sender =
  | { kind: 'client'; client: ActiveClient }
  | { kind: 'bearer'; principal: Extract<Principal, { kind: 'consumer' }> }
  | { kind: 'anyone' };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before a byte of the body is read; `null` at all other addresses. */
    oauthSender: { sender: Sender; reply: FastifyReply } | null;
  }
}

/** A form holds a token or an assertion, and a few words. */
const bytesMax = 16 * 1024;
const fieldsMax = 50;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const ownerOf = (sender: Sender, peer: string) => {
  if (sender.kind === 'client') return { id: sender.client.id, isAnyone: false };
  if (sender.kind === 'bearer') return { id: sender.principal.keyId, isAnyone: false };
  return { id: `peer ${peer}`, isAnyone: true };
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (body: Buffer): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw new OAuthError('invalid_request', 'The body is not valid UTF-8.');
  }
};

/** The fields of a form. RFC 6749, 3.2: none comes twice, and one without a value is as good as left out. */
const readForm = (body: Buffer): FormFields => {
  const fields = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(textOf(body))) {
    if (seen.has(name)) throw new OAuthError('invalid_request', 'A parameter came twice. Send each once.');
    if (seen.size >= fieldsMax) throw new OAuthError('invalid_request', 'There are too many parameters.');
    if (/[\0\r\n]/.test(name + value))
      throw new OAuthError('invalid_request', 'A parameter holds a control character.');
    seen.add(name);
    if (value !== '') fields.set(name, value);
  }
  return fields;
};

/** Takes forms and nothing else, within the budget of all bodies. */
export const takeForms = (scope: FastifyInstance, budget: BodyBudget): void => {
  const read = async (request: FastifyRequest): Promise<Buffer> => {
    const { oauthSender } = request;
    if (!oauthSender) throw new OAuthError('invalid_request', 'This address takes no body.');
    const { sender, reply } = oauthSender;
    assertLength(request.raw, bytesMax);
    return readWithin(budget, { request, reply }, { owner: ownerOf(sender, request.ip), bytesMax });
  };
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/x-www-form-urlencoded', async (request: FastifyRequest) =>
    readForm(await read(request)),
  );
  scope.addContentTypeParser('*', async () => {
    throw new OAuthError('invalid_request', 'Send `Content-Type: application/x-www-form-urlencoded`.');
  });
};

const decode = (text: string): string => {
  const wrong = new OAuthError(
    'invalid_client',
    'The user or the password in `Authorization` is not form-encoded, or holds a control character.',
  );
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    // No database keeps NUL, and none is asked about it.
    if (/\p{Cc}/u.test(decoded)) throw wrong;
    return decoded;
  } catch {
    throw wrong;
  }
};

/** The client of an `Authorization` header: RFC 6749, 2.3.1. Both are form-encoded before they are put together. */
export const basicCredentialOf = (header: string): ClientCredential => {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  if (at < 1)
    throw new OAuthError(
      'invalid_client',
      'Send `Authorization: Basic` with the id and the secret of the client.',
    );
  return { kind: 'secret', clientId: decode(text.slice(0, at)), secret: decode(text.slice(at + 1)) };
};

/** The client of a form that came without a header; `null` when it names none. */
export const formCredentialOf = (fields: FormFields): ClientCredential | null => {
  const [clientId, secret] = [fields.get('client_id') ?? null, fields.get('client_secret')];
  const [type, assertion] = [fields.get('client_assertion_type'), fields.get('client_assertion')];
  if (secret !== undefined && (assertion ?? type) !== undefined)
    throw new OAuthError('invalid_request', 'Send a secret or an assertion, and not both.');
  if (assertion !== undefined || type !== undefined) {
    if (assertion === undefined || type !== assertionType)
      throw new OAuthError('invalid_client', `\`client_assertion_type\` is ${assertionType}.`);
    return { kind: 'assertion', clientId, assertion };
  }
  if (clientId === null || secret === undefined) return null;
  return { kind: 'secret', clientId, secret };
};

import { Scope, type Scope as ScopeName } from '@parley/shared/scope';
import type { Act } from '../../platform/guard/act.ts';
import { OAuthError } from '../../platform/request/oauth-error.ts';
import { newId } from '../../platform/secret/id.ts';
import type { ActiveClient } from '../client/client-authentication.service.ts';
import type { SigningKeys } from './signing-keys.service.ts';

type Issuing = Pick<Act, 'parts'> & { signingKeys: SigningKeys };

/** The parameters of a form, each at most once. */
export type FormFields = ReadonlyMap<string, string>;

/** A successful answer of the token endpoint. RFC 6749, 5.1. */
interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
}

/** The scopes that are asked for, or all that the client has. RFC 6749, 3.3. */
const scopesAskedFor = (asked: string | undefined, granted: readonly ScopeName[]): readonly ScopeName[] => {
  if (asked === undefined || asked === '') return granted;
  const words = [...new Set(asked.split(' ').filter((word) => word !== ''))];
  const scopes = words.flatMap((word) => Scope.safeParse(word).data ?? []);
  const beyond = words.filter((word) => !granted.some((one) => one === word));
  if (beyond.length > 0)
    throw new OAuthError(
      'invalid_scope',
      `The client does not have ${beyond.slice(0, 10).join(', ').slice(0, 300)}. It has ${granted.join(', ')}.`,
    );
  return scopes;
};

/** We are the only resource that our tokens are for. RFC 8707, 2. */
const assertOurs = (resource: string | undefined, publicUrl: string): void => {
  if (resource !== undefined && resource.replace(/\/$/, '') !== publicUrl)
    throw new OAuthError('invalid_target', `Tokens of Parley are for ${publicUrl}.`);
};

const issueToClient = async (
  { parts, signingKeys }: Issuing,
  client: ActiveClient,
  fields: FormFields,
): Promise<TokenAnswer> => {
  assertOurs(fields.get('resource'), parts.publicUrl);
  const scope = scopesAskedFor(fields.get('scope'), client.scopes).join(' ');
  const now = parts.now().getTime();
  const lifeMs = Math.min(client.tokenSeconds * 1000, client.expiresAt - now);
  const [iat, exp] = [Math.floor(now / 1000), Math.floor((now + lifeMs) / 1000)];
  const token = await signingKeys.sign({
    iss: parts.publicUrl,
    aud: parts.publicUrl,
    sub: client.id,
    client_id: client.id,
    jti: newId('tok', now),
    iat,
    exp,
    scope,
    consumer_id: client.consumerId,
    environment: client.environment,
  });
  return { access_token: token, token_type: 'Bearer', expires_in: exp - iat, scope };
};

type Grant = (issuing: Issuing, client: ActiveClient, fields: FormFields) => Promise<TokenAnswer>;

/**
 * What a token is given for, by `grant_type`. The authorization code with PKCE, for agents of people, joins here: the
 * client has shown who it is before a grant is looked at, and the answer has the same form.
 */
const grants: ReadonlyMap<string, Grant> = new Map([['client_credentials', issueToClient]]);

/** The grants that there are, for the metadata. */
export const grantTypes = [...grants.keys()];

/**
 * Issues an access token to a client that has shown who it is. Throws {@link OAuthError}. A token names the client, the
 * scopes that were asked for, and no more; it lasts as long as the client says and never longer than the client.
 */
export const issueToken = async (
  issuing: Issuing,
  client: ActiveClient,
  fields: FormFields,
): Promise<TokenAnswer> => {
  const type = fields.get('grant_type');
  if (type === undefined || type === '')
    throw new OAuthError('invalid_request', `Send \`grant_type\`: ${grantTypes.join(', ')}.`);
  const grant = grants.get(type);
  if (!grant) throw new OAuthError('unsupported_grant_type', `\`grant_type\` is ${grantTypes.join(', ')}.`);
  return grant(issuing, client, fields);
};

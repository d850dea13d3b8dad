import { scopes, staffOnlyScopes } from '@parley/shared/scope';

const withSecret = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/** The addresses below the public one. */
export const oauthPaths = {
  token: '/oauth/token',
  introspect: '/oauth/introspect',
  revoke: '/oauth/revoke',
  keys: '/.well-known/jwks.json',
  metadata: '/.well-known/oauth-authorization-server',
} as const;

/** What clients find out by themselves: RFC 8414, 2. */
export const metadataOf = (
  publicUrl: string,
  { grantTypes, algorithms }: { grantTypes: readonly string[]; algorithms: readonly string[] },
) => {
  const authentication = (name: string) => ({
    [`${name}_auth_methods_supported`]: withSecret,
    [`${name}_auth_signing_alg_values_supported`]: algorithms,
  });
  return {
    issuer: publicUrl,
    token_endpoint: publicUrl + oauthPaths.token,
    introspection_endpoint: publicUrl + oauthPaths.introspect,
    revocation_endpoint: publicUrl + oauthPaths.revoke,
    jwks_uri: publicUrl + oauthPaths.keys,
    grant_types_supported: grantTypes,
    // There is no authorization endpoint yet, and so nothing that it answers.
    response_types_supported: [],
    scopes_supported: scopes.filter((scope) => !staffOnlyScopes.includes(scope)),
    ...authentication('token_endpoint'),
    ...authentication('introspection_endpoint'),
    ...authentication('revocation_endpoint'),
  };
};

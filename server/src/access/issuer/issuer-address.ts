/** Where an issuer says of itself where its keys are: OpenID Connect Discovery 1.0, 4, and RFC 8414, 3. */
export const discoveryAddressesOf = (issuer: string): string[] => {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
};

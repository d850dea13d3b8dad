const loopback = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/**
 * Why this address is none for an issuer or its keys, by its text; `null` when it is one. Tokens are trusted by what is read
 * there, so it is https, and http on this machine alone.
 */
export const faultOfAddress = (text: string): string | null => {
  if (!URL.canParse(text)) return 'It is no address.';
  const { protocol, hostname, username, password, hash, search } = new URL(text);
  if (username || password || hash) return 'It has a user, a password or a part after #.';
  if (search.length > 300) return 'It has a long query.';
  if (protocol === 'https:') return null;
  return protocol === 'http:' && loopback.test(hostname) ? null : 'It is not https.';
};

/** Where an issuer says of itself where its keys are: OpenID Connect Discovery 1.0, 4, and RFC 8414, 3. */
export const discoveryAddressesOf = (issuer: string): string[] => {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
};

const loopback = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/**
 * Why this address is none for somebody who is trusted by what is read there, by its text; `null` when it is one. It is
 * https, and http on this machine alone.
 */
export const faultOfAddress = (text: string): string | null => {
  if (!URL.canParse(text)) return 'It is no address.';
  const { protocol, hostname, username, password, hash, search } = new URL(text);
  if (username || password || hash) return 'It has a user, a password or a part after #.';
  if (search.length > 300) return 'It has a long query.';
  if (protocol === 'https:') return null;
  return protocol === 'http:' && loopback.test(hostname) ? null : 'It is not https.';
};

/** Where browsers allow passkeys: what they are bound to, and the origin of the console there. */
export interface PasskeyPlace {
  rpId: string;
  origin: string;
}

const isLocal = (host: string): boolean => /^(?:127(?:\.\d+){3}|localhost|0\.0\.0\.0|\[::1?\])$/.test(host);
const isName = (host: string): boolean => !/^(?:\d+(?:\.\d+){3}|\[.*\])$/.test(host);

/**
 * Passkeys are bound to a name and need https; this machine is excepted under its own name alone. `null` where the console
 * is at an address, or without TLS.
 */
export const passkeyPlaceOf = (publicUrl: string): PasskeyPlace | null => {
  const url = new URL(publicUrl);
  if (isLocal(url.hostname))
    return { rpId: 'localhost', origin: `${url.protocol}//localhost${url.port ? `:${url.port}` : ''}` };
  return url.protocol === 'https:' && isName(url.hostname)
    ? { rpId: url.hostname, origin: url.origin }
    : null;
};

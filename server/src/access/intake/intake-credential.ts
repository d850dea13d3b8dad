import { newToken } from '../../platform/secret/secret.ts';

const start = 'intake_';

/** What whoever opened a link writes by: it has a form of its own, so that it is taken for no key. */
export const newIntakeCredential = (): string => start + newToken();

const isFormed = (text: string): boolean => /^intake_[\w-]{43}$/.test(text);

const cookieNameOf = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-parley_intake' : 'parley_intake';

/** The cookie that keeps a credential with the browser that opened the link. Pages cannot read it, nor other sites send it. */
export const intakeCookie = (publicUrl: string, credential: string, seconds: number): string =>
  [
    `${cookieNameOf(publicUrl)}=${credential}`,
    'HttpOnly',
    `Max-Age=${seconds}`,
    'Path=/',
    'SameSite=Strict',
    ...(publicUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ');

/** The credential that a request brings, as a bearer or else as the cookie; `null` when it brings none. */
export const credentialIn = (
  publicUrl: string,
  { authorization, cookie }: { authorization?: string | undefined; cookie?: string | undefined },
): string | null => {
  const name = `${cookieNameOf(publicUrl)}=`;
  const found =
    authorization === undefined
      ? cookie
          ?.split(';')
          .map((pair) => pair.trim())
          .find((pair) => pair.startsWith(name))
          ?.slice(name.length)
      : /^bearer +(\S+)$/i.exec(authorization)?.[1];
  return found !== undefined && isFormed(found) ? found : null;
};

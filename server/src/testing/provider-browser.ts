import { Cookies } from './cookies.ts';
import type { SignInProvider } from './sign-in-provider.ts';
import type { RestAnswer, TestHub } from './test-hub.ts';

/** A browser that keeps its cookies and walks to providers and back. */
export const providerBrowser = (hub: TestHub) => {
  const cookies = new Cookies();
  const call = async (name: string, input?: unknown, method: 'GET' | 'POST' = 'POST'): Promise<RestAnswer> =>
    cookies.take(await hub.trpc(name, input, method, { cookie: cookies.header }));
  return {
    cookies,
    call,
    /** Signs in as this person; answers what the callback was answered. */
    signIn: async (provider: SignInProvider, id: string, person: Record<string, unknown> = {}) => {
      const begun = await call('singleSignOn.begin', { providerId: id });
      return call('singleSignOn.finish', provider.grant(begun.body.url, person));
    },
  };
};

/** A provider that is set up, by the clock of this Parley. */
export const setUpProvider = async (hub: TestHub, provider: SignInProvider, more: object = {}) => {
  provider.now = () => hub.hub.parts.now();
  return hub.admin.identityProvider.create({ ...provider.setUp, ...more });
};

import { expect } from 'vitest';
import { providerBrowser } from '../provider-browser.ts';
import { SignInProvider } from '../sign-in-provider.ts';
import type { Pair } from './pair.ts';
import { allAgree, allSucceed, oneWins, type Rows, same } from './row.ts';

const inputOf = (pair: Pair) => ({
  name: 'Company login',
  issuer: `https://8.8.8.8/${pair.unique('realm')}`,
  clientId: 'parley',
  clientSecret: 'a secret of the provider',
});

const newProvider = async (pair: Pair) => pair.admin.identityProvider.create(inputOf(pair));

const entriesOf = async (pair: Pair, id: string, action: string) =>
  pair.rows('select id from audit_entry where target_id = ? and action = ?', id, action);

// One for all rows, which nobody waits for at the end of a test.
let running: Promise<SignInProvider> | undefined;
const startProvider = async (): Promise<SignInProvider> => {
  const provider = await (running ??= SignInProvider.start());
  provider.unref();
  return provider;
};

/** A provider that answers, whose people have a domain of their own. */
const answering = async (pair: Pair) => {
  const provider = await startProvider();
  const listed = await pair.admin.identityProvider.list({ limit: 200 });
  const known = listed.items.find(({ issuer }) => issuer === provider.issuer);
  const { id } = known ?? (await pair.admin.identityProvider.create({ ...provider.setUp }));
  return { provider, id };
};

/** Somebody who came by it, and the browser that they use. */
const person = async (pair: Pair) => {
  const { provider, id } = await answering(pair);
  const browser = providerBrowser(pair.hubs[0]);
  const name = pair.unique('grace');
  const claims = { sub: name, email: `${name}@company.example` };
  const { body } = await browser.signIn(provider, id, claims);
  return { provider, id, claims, ...browser, staffId: body.session.staffId as string };
};

/** Single sign-on, twice at once. */
export const singleSignOnRows: Rows = {
  'identityProvider.create': {
    holds: 'a provider is set up once',
    prepare: async (pair, times) => {
      const input = inputOf(pair);
      return {
        calls: same(times, { name: 'identityProvider.create', input }),
        after: async (outcomes) => {
          oneWins(outcomes, 'identity_provider.taken');
          const rows = await pair.rows('select id from identity_provider where issuer = ?', input.issuer);
          expect(rows).toHaveLength(1);
        },
      };
    },
  },
  'identityProvider.update': {
    holds: 'its domains are those of one call',
    prepare: async (pair, times) => {
      const { id } = await newProvider(pair);
      const domains = [{ domain: `${pair.unique('x')}.example`.toLowerCase(), isOnly: false }];
      return {
        calls: same(times, { name: 'identityProvider.update', input: { id, domains } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(
            await pair.rows('select domain from provider_domain where provider_id = ?', id),
          ).toHaveLength(1);
          expect(await entriesOf(pair, id, 'identity_provider.update')).toHaveLength(1);
        },
      };
    },
  },
  'identityProvider.remove': {
    holds: 'a provider is removed once',
    prepare: async (pair, times) => {
      const { id } = await newProvider(pair);
      return {
        calls: same(times, { name: 'identityProvider.remove', input: { id } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'identity_provider.not_found');
          expect(await entriesOf(pair, id, 'identity_provider.remove')).toHaveLength(1);
        },
      };
    },
  },
  'singleSignOn.begin': {
    holds: 'each is a walk of its own',
    prepare: async (pair, times) => {
      const { id } = await answering(pair);
      return {
        calls: same(times, { name: 'singleSignOn.begin', input: { providerId: id }, as: {} }),
        after: (outcomes) => {
          allSucceed(outcomes);
          expect(new Set(outcomes.map(({ body }) => body.url)).size).toBe(times);
        },
      };
    },
  },
  'singleSignOn.beginConfirmation': {
    holds: 'each is a walk of its own',
    prepare: async (pair, times) => {
      const { cookies } = await person(pair);
      const call = {
        name: 'singleSignOn.beginConfirmation',
        input: undefined,
        as: { cookie: cookies.header },
      };
      return { calls: same(times, call), after: allSucceed };
    },
  },
  'singleSignOn.beginTry': {
    holds: 'each is a walk of its own',
    prepare: async (pair, times) => {
      const { id } = await answering(pair);
      return { calls: same(times, { name: 'singleSignOn.beginTry', input: { id } }), after: allSucceed };
    },
  },
  'singleSignOn.finish': {
    holds: 'an answer counts once, and makes one account',
    prepare: async (pair, times) => {
      const { provider, id } = await answering(pair);
      const { call, cookies } = providerBrowser(pair.hubs[0]);
      const { body } = await call('singleSignOn.begin', { providerId: id });
      const name = pair.unique('grace');
      const email = `${name}@company.example`.toLowerCase();
      const input = provider.grant(body.url, { sub: name, email });
      return {
        calls: same(times, { name: 'singleSignOn.finish', input, as: { cookie: cookies.header } }),
        after: async (outcomes) => {
          oneWins(outcomes, 'session.step_ended');
          expect(await pair.rows('select id from staff where email = ?', email)).toHaveLength(1);
        },
      };
    },
  },
  'staff.endSingleSignOn': {
    holds: 'an account is separated and that is noted once',
    prepare: async (pair, times) => {
      const { staffId } = await person(pair);
      return {
        calls: same(times, { name: 'staff.endSingleSignOn', input: { id: staffId } }),
        after: async (outcomes) => {
          allAgree(outcomes);
          expect(await entriesOf(pair, staffId, 'staff.end_single_sign_on')).toHaveLength(1);
        },
      };
    },
  },
};

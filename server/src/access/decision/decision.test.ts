import type { Scope } from '@parley/shared/scope';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';
import { Upstream } from '../../testing/upstream.ts';
import type { DecisionAsk } from './decision.service.ts';

const needed: Scope[] = ['events:read'];
const live = { scopes: needed, limits: [], networks: [] };

/** A credential as somebody comes with it; `null` for none. */
type Credential = string | null;

/** What a door made of a call: the code of the problem, or `admitted`. */
type Door = (hub: TestHub, credential: Credential) => Promise<string>;

const headersOf = (credential: Credential): Record<string, string> =>
  credential === null ? {} : { authorization: `Bearer ${credential}` };

const rest: Door = async (hub, credential) =>
  (await hub.rest('/v1/events', { headers: headersOf(credential) })).body.code ?? 'admitted';

const trpc: Door = async (hub, credential) =>
  (await hub.trpc('event.list', {}, 'GET', headersOf(credential))).body.code ?? 'admitted';

/** The doors of the APIs that the company runs: the proxy, and what proxies of others ask. */
const gateway: Door = async (hub, credential) =>
  (await hub.rest('/gateway/orders/items', { headers: headersOf(credential) })).body.code ?? 'admitted';

const authorize: Door = async (hub, credential) =>
  (
    await hub.rest('/authorize?api=orders', {
      headers: { 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/items', ...headersOf(credential) },
    })
  ).body.code ?? 'admitted';

/** What `verify` calls the same. */
const reasons: Record<string, string> = {
  valid: 'admitted',
  malformed: 'auth.invalid',
  unknown: 'auth.invalid',
  revoked: 'auth.invalid',
  expired: 'auth.invalid',
  suspended: 'consumer.suspended',
  environment: 'plan.environment_refused',
  network: 'auth.network_refused',
  scope: 'auth.scope_missing',
  rate_limited: 'rate.limited',
};

/** It checks keys that somebody was given, so it is never asked without one. */
const verify: Door = async (hub, credential) => {
  // A key asks about keys of its own environment.
  const environment = credential?.includes('_test_') ? 'test' : 'live';
  const { body } = await (
    await hub.client({ environment })
  ).rest('/v1/api-keys/verify', {
    body: { secret: credential, scopes: needed, address: '127.0.0.1', count: true },
  });
  return reasons[body.reason] ?? body.reason;
};

interface Case {
  name: string;
  /** Makes the credential that the call comes with. */
  credential: (hub: TestHub) => Promise<Credential>;
  /** What every door makes of it. */
  answer: string;
}

const keyUnder = async (hub: TestHub, plan: object, scopes: Scope[] = needed): Promise<string> => {
  const client = await hub.client({ scopes });
  await hub.admin.plan.put({ id: client.consumerId, live: { ...live, ...plan } });
  return client.secret;
};

const cases: Case[] = [
  {
    name: 'a key that may',
    credential: async (hub) => keyUnder(hub, {}),
    answer: 'admitted',
  },
  {
    name: 'a key of a consumer without a plan',
    credential: async (hub) => (await hub.client({ scopes: needed })).secret,
    answer: 'admitted',
  },
  { name: 'nobody', credential: async () => null, answer: 'auth.required' },
  {
    name: 'a key that is mistyped',
    credential: async (hub) => `${(await hub.client()).secret.slice(0, -1)}!`,
    answer: 'auth.invalid',
  },
  {
    name: 'a key that was revoked',
    credential: async (hub) => {
      const { keyId, secret } = await hub.client({ scopes: needed });
      await hub.admin.apiKey.revoke({ id: keyId });
      return secret;
    },
    answer: 'auth.invalid',
  },
  {
    name: 'a key whose time is over',
    credential: async (hub) => {
      const expiresAt = new Date(hub.hub.parts.now().getTime() + 60_000).toISOString();
      const consumerId = await hub.consumer();
      const made = await hub.admin.apiKey.create({
        name: 'a',
        consumerId,
        environment: 'live',
        scopes: needed,
        expiresAt,
      });
      hub.advance(61_000);
      return made.secret;
    },
    answer: 'auth.invalid',
  },
  {
    name: 'a key of a suspended consumer',
    credential: async (hub) => {
      const { consumerId, secret } = await hub.client({ scopes: needed });
      await hub.admin.consumer.update({ id: consumerId, status: 'suspended' });
      return secret;
    },
    answer: 'consumer.suspended',
  },
  {
    name: 'a key of an environment that the plan leaves out',
    credential: async (hub) => {
      const { consumerId, secret } = await hub.client({ scopes: needed, environment: 'test' });
      await hub.admin.plan.put({ id: consumerId, live });
      return secret;
    },
    answer: 'plan.environment_refused',
  },
  {
    name: 'a key that is used from elsewhere',
    credential: async (hub) => keyUnder(hub, { networks: ['192.0.2.0/24'] }),
    answer: 'auth.network_refused',
  },
  {
    name: 'a key without the scope',
    credential: async (hub) => (await hub.client({ scopes: ['endpoints:read'] })).secret,
    answer: 'auth.scope_missing',
  },
  {
    name: 'a key whose scope the plan does not have',
    credential: async (hub) => keyUnder(hub, { scopes: ['endpoints:read'] }),
    answer: 'auth.scope_missing',
  },
  {
    name: 'a key whose calls are spent',
    credential: async (hub) => {
      const secret = await keyUnder(hub, { limits: [{ calls: 1, per: 'day' }] });
      await rest(hub, secret);
      return secret;
    },
    answer: 'rate.limited',
  },
];

describe.each(dialects)('a decision on %s', (dialect) => {
  test('is the same through every door', async () => {
    await using upstream = await Upstream.start();
    await using hub = await TestHub.start(dialect, {
      roles: 'api,gateway',
      variables: { PARLEY_TRUST_PROXY: '127.0.0.0/8' },
    });
    await hub.admin.api.create({ slug: 'orders', name: 'Orders' });
    await hub.admin.route.create({
      api: 'orders',
      upstreams: [{ url: upstream.url, weight: 1 }],
      policy: { scopes: needed },
    });
    const doors: Record<string, Door> = { rest, trpc, verify, gateway, authorize };
    const seen: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};

    for (const { name, credential, answer } of cases)
      for (const [door, ask] of Object.entries(doors)) {
        if (name === 'nobody' && door === 'verify') continue;
        seen[`${name}, ${door}`] = await ask(hub, await credential(hub));
        expected[`${name}, ${door}`] = answer;
      }

    expect(seen).toEqual(expected);
  });

  test('says of each step what came of it, by which value, in microseconds', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: needed });
    await hub.admin.plan.put({
      id: client.consumerId,
      live: { ...live, networks: ['127.0.0.0/8'], limits: [{ calls: 1, per: 'day' }] },
    });
    const decide = async (more: Partial<DecisionAsk> = {}) =>
      hub.hub.services.decisions.decide({
        presented: { kind: 'authorization', header: `Bearer ${client.secret}` },
        peer: '127.0.0.1',
        scopes: needed,
        calls: [{ operationId: null, place: 'GET /orders' }],
        validation: 'off',
        ...more,
      });
    const stepsOf = ({ trace }: Awaited<ReturnType<typeof decide>>) =>
      trace.map(({ step, result, value }) => `${step} ${result} ${value}`.trim());

    const admitted = await decide();
    const spent = await decide();
    const outside = await decide({ peer: '198.51.100.1' });
    const nobody = await decide({ presented: { kind: 'nothing' } });
    const elsewhere = await decide({ environment: 'test' });

    expect(stepsOf(admitted)).toEqual([
      `credential passed ${client.keyId}`,
      'plan passed live',
      'network passed 127.0.0.1',
      'scope passed events:read',
      expect.stringMatching(/^limits passed "day";r=0;t=\d+$/),
      'contract skipped off',
    ]);
    expect(admitted.trace.every(({ micros }) => Number.isInteger(micros) && micros >= 0)).toBe(true);
    expect(stepsOf(spent).at(-1)).toMatch(/^limits refused "day";r=0/);
    expect([spent.refusal?.reason, spent.headers['ratelimit-policy']]).toEqual([
      'rate_limited',
      '"day";q=1;w=86400',
    ]);
    expect(stepsOf(outside).at(-1)).toBe('network refused 198.51.100.1');
    expect([outside.principal.kind, outside.holder?.keyId]).toEqual(['anyone', client.keyId]);
    expect(stepsOf(nobody)).toEqual(['credential refused missing']);
    expect(stepsOf(elsewhere).at(-1)).toBe('plan refused live');
    expect(JSON.stringify(admitted.trace)).not.toContain(client.secret);
  });
});

import { describe, expect, test } from 'vitest';
import { dialects, invoiceGenerated, TestHub } from '../../testing/test-hub.ts';

const declared = {
  purpose: 'Books invoices.',
  contactEmail: 'ada@clinic.example',
  operations: [
    { api: 'parley', operation: 'listDeliveries' },
    { api: 'parley', operation: 'post /v1/events' },
    { api: 'parley', operation: 'GET /v1/events/{eventId}' },
    { api: 'parley', operation: 'nowhere' },
    { api: 'billing', operation: 'listInvoices' },
  ],
  eventTypes: ['invoice.*'],
  callsPerDay: 20_000,
  callsPerSecond: 3,
  networks: ['127.0.0.0/8'],
};

const arrange = async (hub: TestHub) => {
  const client = await hub.client();
  const { consumerId } = client;
  await client.rest('/v1/event-types', { body: invoiceGenerated });
  await client.rest('/v1/endpoints', { body: { url: 'https://8.8.8.8/hook', eventTypes: ['payment.paid'] } });
  await client.rest('/v1/deliveries');
  await client.rest('/v1/api-keys');
  await hub.hub.services.usage.flush();
  const { id } = await hub.admin.requirement.declare({ consumerId, ...declared });
  return { client, consumerId, key: { consumerId, id } };
};

describe.each(dialects)('the review of a requirement, on %s', (dialect) => {
  test('puts what is declared beside what is observed, and proposes the plan', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client, key } = await arrange(hub);

    const review = await hub.admin.requirementReview.get(key);

    expect(review.current).toBeNull();
    expect(review.proposal.plan.live).toEqual({
      scopes: [
        'events:publish',
        'events:read',
        'event-types:read',
        'endpoints:read',
        'endpoints:write',
        'deliveries:read',
      ],
      limits: [
        { calls: 6, per: 'second' },
        { calls: 30_000, per: 'day' },
      ],
      networks: ['127.0.0.0/8'],
      eventTypes: ['invoice.*'],
    });
    expect(review.proposal.uncovered.map(({ operation, why }) => [operation, why])).toEqual([
      ['nowhere', 'unknown'],
      ['listInvoices', 'other_api'],
    ]);
    const called = review.operations.filter(({ calls }) => calls > 0);
    expect(called.map(({ operation, isDeclared }) => [operation, isDeclared])).toEqual(
      expect.arrayContaining([
        ['GET /v1/api-keys', false],
        ['POST /v1/endpoints', false],
      ]),
    );
    expect(review.subscriptions).toEqual([
      { eventType: 'invoice.*', isDeclared: true, isSubscribed: false, types: 1 },
      { eventType: 'payment.paid', isDeclared: false, isSubscribed: true, types: 0 },
    ]);
    expect(review.traffic[0]).toMatchObject({ environment: 'live', calls: 4, callsOfBusiestDay: 4 });
    expect(review.keys.map(({ id }) => id)).toEqual([client.keyId]);
    expect(review.keys[0]!.beyond).toContain('api-keys:write');
  });

  test('approved with an edited limit, the plan is enforced from the next call on', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client, consumerId, key } = await arrange(hub);
    const { proposal } = await hub.admin.requirementReview.get(key);
    const live = { ...proposal.plan.live!, limits: [{ calls: 2, per: 'day' as const }] };

    const approved = await hub.admin.requirement.approve({ ...key, plan: { ...proposal.plan, live } });
    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push(await client.rest('/v1/deliveries'));
    const beyond = await client.rest('/v1/api-keys');

    expect(approved.plan?.live).toEqual(live);
    expect(await hub.admin.plan.get({ id: consumerId })).toMatchObject({ isEnforced: true, live });
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]!.headers.get('ratelimit')).toContain('r=0');
    expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect([beyond.status, beyond.body.code]).toEqual([403, 'auth.scope_missing']);
  });

  test('a plan that cannot be set approves nothing, and is named where it stands', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { consumerId, key } = await arrange(hub);
    const at = `/v1/consumers/${consumerId}/requirements/${key.id}`;
    const { cookie } = await hub.browser();
    const headers = { cookie, origin: hub.config.publicUrl };
    const live = { scopes: ['events:read', 'staff:read'], networks: ['300.0.0.0/8'] };

    const refused = await hub.rest(`${at}/approve`, { body: { plan: { live } }, headers });

    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/plan/live/scopes/1',
      '/plan/live/networks/0',
    ]);
    expect((await hub.admin.requirement.get(key)).status).toBe('submitted');
    expect((await hub.admin.plan.get({ id: consumerId })).isEnforced).toBe(false);
  });

  test('a later requirement is a change to the plan, and suspending takes the plan back until it is approved again', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client, consumerId, key } = await arrange(hub);
    const { requirement, requirementReview, plan } = hub.admin;
    const first = await requirementReview.get(key);
    await requirement.approve({ ...key, plan: first.proposal.plan });
    const later = await requirement.declare({
      consumerId,
      purpose: 'Sees its keys as well.',
      operations: [{ api: 'parley', operation: 'listApiKeys' }],
    });
    const laterKey = { consumerId, id: later.id };

    const second = await requirementReview.get(laterKey);
    await requirement.approve({ ...laterKey, plan: second.proposal.plan });
    const before = await client.rest('/v1/api-keys');
    await requirement.suspend(key);
    const whileOlder = await client.rest('/v1/api-keys');
    await requirement.suspend(laterKey);
    const suspended = await client.rest('/v1/api-keys');
    await requirement.approve(laterKey);
    const after = await client.rest('/v1/api-keys');

    expect(second.proposal.differences).toEqual([
      { environment: 'live', part: 'scopes', before: null, after: 'api-keys:read' },
      { environment: 'test', part: 'scopes', before: null, after: 'api-keys:read' },
    ]);
    expect([before.status, whileOlder.status, after.status]).toEqual([200, 200, 200]);
    expect([suspended.status, suspended.body.code]).toEqual([403, 'plan.environment_refused']);
    expect(await plan.get({ id: consumerId })).toMatchObject(second.proposal.plan);
  });

  test('a key of the consumer approves no plan that is wider than its own', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { client, consumerId, key } = await arrange(hub);
    await hub.admin.requirement.approve({
      ...key,
      plan: {
        live: { scopes: ['consumers:approve', 'consumers:read'], limits: [], networks: [] },
        timeZone: 'UTC',
        whenStoreIsAway: 'open',
      },
    });
    const at = `/v1/consumers/${consumerId}/requirements/${key.id}/approve`;

    const wider = await client.rest(at, { body: { plan: { live: { scopes: ['events:read'] } } } });

    expect([wider.status, wider.body.code]).toEqual([403, 'auth.grant_refused']);
    expect(wider.body.errors[0].path).toBe('/plan/live/scopes/0');
  });
});

import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const complete = {
  purpose: 'Books invoices.',
  kind: 'internal_service' as const,
  contactEmail: 'ada@clinic.example',
  technicalEmail: 'grace@clinic.example',
  operations: [{ api: 'parley', operation: 'GET /v1/deliveries' }],
  eventTypes: ['invoice.*'],
  callsPerDay: 20_000,
  callsPerSecond: 5,
  dataClass: 'personal' as const,
  credentialType: 'api_key' as const,
  networks: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'],
  goLiveOn: '2027-03-01',
};

describe.each(dialects)('requirements on %s', (dialect) => {
  test('what is declared is read as it was written, over both doors', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const at = `/v1/consumers/${client.consumerId}/requirements`;

    const declared = await client.rest(at, { body: complete });
    const read = await client.rest(`${at}/${declared.body.id}`);

    expect(declared.status).toBe(201);
    expect(read.body).toMatchObject({ ...complete, status: 'submitted', answer: null, answeredAt: null });
    expect(read.body.submittedAt).toBe(read.body.createdAt);
  });

  test('networks, days and unknown words are refused where they stand', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const at = `/v1/consumers/${client.consumerId}/requirements`;
    const declare = async (more: object) => {
      const { status, body } = await client.rest(at, { body: { ...complete, ...more } });
      return [status, body.errors?.map(({ path }: { path: string }) => path)];
    };

    expect(await declare({ networks: ['192.0.2.0/24', 'everywhere'] })).toEqual([400, ['/networks/1']]);
    expect(await declare({ networks: ['192.0.2.0/33'] })).toEqual([400, ['/networks/0']]);
    expect(await declare({ goLiveOn: '2027-02-30' })).toEqual([400, ['/goLiveOn']]);
    expect(await declare({ dataClass: 'secret' })).toEqual([400, ['/dataClass']]);
    expect(await declare({ callsPerSecond: -1 })).toEqual([400, ['/callsPerSecond']]);
    expect(await declare({ status: 'approved' })).toEqual([400, ['/status']]);
  });

  test('the road from a draft to its end, with what was said and changed on the way', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { requirement, consumer } = hub.admin;
    const consumerId = await hub.consumer();
    const draft = await requirement.declare({ consumerId, purpose: 'First words.', status: 'draft' });
    const key = { consumerId, id: draft.id };

    await expect(requirement.submit(key)).rejects.toMatchObject({
      status: 422,
      code: 'requirement.incomplete',
      errors: [{ path: '/contactEmail' }, { path: '/operations' }],
    });
    await requirement.update({ ...key, ...complete, callsPerDay: 10 });
    await requirement.update({ ...key, callsPerDay: 20_000, goLiveOn: null });
    const submitted = await requirement.submit(key);
    await expect(requirement.update({ ...key, purpose: 'Other words.' })).rejects.toMatchObject({
      status: 409,
      code: 'requirement.state',
    });
    await requirement.requestChanges({ ...key, answer: 'Name fewer networks.' });
    await requirement.comment({ ...key, text: 'Only the office.' });
    await requirement.update({ ...key, networks: ['192.0.2.0/24'] });
    await requirement.submit(key);
    const approved = await requirement.approve({ ...key, answer: 'Welcome.' });
    const suspended = await requirement.suspend({ ...key, answer: 'A leak.' });
    const again = await requirement.approve(key);
    const archived = await requirement.archive(key);
    await expect(requirement.approve(key)).rejects.toMatchObject({ code: 'requirement.state' });

    expect([submitted, approved, suspended, again, archived].map(({ status }) => status)).toEqual([
      'submitted',
      'approved',
      'suspended',
      'approved',
      'archived',
    ]);
    expect([approved.answer, suspended.answer, again.answer]).toEqual(['Welcome.', 'A leak.', null]);
    const { items } = await requirement.history({ ...key, order: 'asc' });
    expect(items.map(({ act }) => act)).toEqual([
      'declare',
      'update',
      'submit',
      'request_changes',
      'comment',
      'update',
      'submit',
      'approve',
      'suspend',
      'approve',
      'archive',
    ]);
    expect(items[1]!.changes).toMatchObject({
      purpose: { before: 'First words.', after: complete.purpose },
      callsPerDay: { before: null, after: 20_000 },
    });
    // Said and taken back again is no change.
    expect(items[1]!.changes).not.toHaveProperty('goLiveOn');
    expect(items[5]).toMatchObject({
      author: { kind: 'staff' },
      changes: { networks: { before: complete.networks, after: ['192.0.2.0/24'] } },
    });
    expect(await consumer.get({ id: consumerId })).toMatchObject({
      kind: 'internal_service',
      contactEmail: 'ada@clinic.example',
      technicalEmail: 'grace@clinic.example',
    });
  });

  test('what waits is found among all, and a key finds its own', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    const { requirement } = hub.admin;
    const other = await hub.consumer();
    const mine = await requirement.declare({ consumerId: client.consumerId, purpose: 'Mine.' });
    const theirs = await requirement.declare({ consumerId: other, purpose: 'Theirs.' });
    await requirement.approve({ consumerId: other, id: theirs.id });

    const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

    expect(ids(await requirement.listAll({}))).toEqual([theirs.id, mine.id]);
    expect(ids(await requirement.listAll({ status: 'submitted' }))).toEqual([mine.id]);
    expect(ids(await requirement.listAll({ consumerId: other, status: ['approved', 'declined'] }))).toEqual([
      theirs.id,
    ]);
    expect(ids((await client.rest('/v1/requirements')).body)).toEqual([mine.id]);
  });

  test('a step is refused to who may not, and a stranger finds nothing to take it with', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client({ scopes: ['consumers:read', 'consumers:write'] });
    const stranger = await hub.client();
    const at = `/v1/consumers/${client.consumerId}/requirements`;
    const { body } = await client.rest(at, { body: complete });
    const step = async ({ rest }: typeof client, verb: string, more: object) => {
      const answer = await rest(`${at}/${body.id}/${verb}`, { body: more });
      return [verb, answer.status, answer.body.code];
    };

    for (const verb of ['approve', 'decline', 'suspend', 'archive'])
      expect(await step(client, verb, {})).toEqual([verb, 403, 'auth.scope_missing']);
    for (const verb of ['submit', 'approve', 'decline', 'suspend', 'archive'])
      expect(await step(stranger, verb, {})).toEqual([verb, 404, 'requirement.not_found']);
    expect(await step(stranger, 'comments', { text: 'Hello.' })).toEqual([
      'comments',
      404,
      'requirement.not_found',
    ]);
    expect((await stranger.rest(`${at}/${body.id}/history`)).status).toBe(404);
  });
});

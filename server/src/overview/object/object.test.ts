import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('names of objects on %s', (dialect) => {
  test('whatever the trail tells of has a name or is said to be removed', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.hub.registerContract();
    const { api: owner } = await hub.browser('owner', 'ada@parley.example');
    const client = await hub.client();
    const endpoint = await client.rest('/v1/endpoints', {
      body: { url: 'https://a.example/', eventTypes: ['*'] },
    });
    await client.rest(`/v1/endpoints/${endpoint.body.id}`, { method: 'DELETE' });
    await client.rest('/v1/event-types', { body: { name: 'a.b', description: 'A.', schema: {} } });
    const requirement = await owner.requirement.declare({
      consumerId: client.consumerId,
      purpose: 'Reads what arrived.',
      operations: [],
      eventTypes: [],
    });
    const { published } = await owner.api.get({ slug: 'parley' });
    const [signedIn] = (await owner.audit.list({ action: 'session.sign_in', limit: 1 })).items;

    const { items } = await owner.object.names({
      objects: [
        { kind: 'endpoint', id: endpoint.body.id },
        { kind: 'event_type', id: 'a.b' },
        { kind: 'api_key', id: client.keyId },
        { kind: 'requirement', id: requirement.id },
        { kind: 'contract_version', id: published?.id ?? '' },
        { kind: 'staff', id: signedIn?.targetId ?? '' },
        { kind: 'delivery', id: 'dlv_gone' },
      ],
    });

    expect(items).toMatchObject([
      { name: 'https://a.example/', isRemoved: true },
      { name: 'a.b', isRemoved: false },
      { name: 'test', isRemoved: false },
      { name: 'Reads what arrived.', within: client.consumerId },
      { within: 'parley', isRemoved: false },
      { name: 'ada@parley.example' },
      { id: 'dlv_gone', name: null, isRemoved: true },
    ]);
  });

  test('who acted is found by a part of a name, an address, the end of a key, or an id', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner } = await hub.browser('owner', 'ada@parley.example');
    const client = await hub.client();
    const found = async (search: string) => (await owner.object.actors({ search })).items.map(({ id }) => id);

    expect((await owner.object.actors({ search: 'ADA@' })).items).toMatchObject([{ kind: 'staff' }]);
    for (const search of [client.secret.slice(-4), client.keyId])
      expect(await found(search)).toEqual([client.keyId]);
    expect(await found('absent')).toEqual([]);
    const { api: viewer } = await hub.browser('viewer');
    await expect(viewer.object.actors({ search: '' })).rejects.toThrow();
  });

  test('of kinds that the reader may not read nothing is said', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: viewer } = await hub.browser('viewer');
    const id = await hub.staff('bob@parley.example', 'support');

    expect(await viewer.object.names({ objects: [{ kind: 'staff', id }] })).toEqual({ items: [] });
    await expect(hub.anyone.object.names({ objects: [] })).rejects.toThrow();
  });
});

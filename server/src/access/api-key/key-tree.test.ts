import type { Scope } from '@parley/shared/scope';
import { describe, expect, test } from 'vitest';
import { type Client, type Dialect, dialects, TestHub } from '../../testing/test-hub.ts';

const mint = async (maker: Pick<Client, 'rest'>, more: object = {}) =>
  maker.rest('/v1/api-keys', {
    body: { name: 'minted', scopes: ['events:read', 'api-keys:write'], ...more },
  });

const holding = (hub: TestHub, secret: string): Pick<Client, 'rest'> => ({
  rest: (path, call = {}) =>
    hub.rest(path, { ...call, headers: { authorization: `Bearer ${secret}`, ...call.headers } }),
});

const opens = async (hub: TestHub, ...secrets: string[]) => {
  const answers = [];
  for (const secret of secrets) answers.push((await holding(hub, secret).rest('/v1/events')).status === 200);
  return answers;
};

const revoke = (id: string, body: object = {}) => [`/v1/api-keys/${id}/revoke`, { body }] as const;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** A key with children of three generations, each of which made the next. */
const startTree = async (dialect: Dialect) => {
  const hub = await TestHub.start(dialect, { roles: 'api' });
  const root = await hub.client();
  const child = (await mint(root)).body;
  const grandchild = (await mint(holding(hub, child.secret))).body;
  const other = (await mint(root)).body;
  return { hub, root, child, grandchild, other };
};

describe.each(dialects)('keys that keys make, on %s', (dialect) => {
  test('they say who made them, and staff’s say nobody', async () => {
    const { hub, root, child, grandchild } = await startTree(dialect);
    await using _hub = hub;

    const read = async (id: string) => (await root.rest(`/v1/api-keys/${id}`)).body.createdByKeyId;

    expect([await read(root.keyId), await read(child.id), await read(grandchild.id)]).toEqual([
      null,
      root.keyId,
      child.id,
    ]);
  });

  test('they cannot outlive their maker: a later end is refused, none at all is the maker’s', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { rest } = await hub.client();
    const end = inAnHour();
    const maker = holding(hub, (await mint({ rest }, { expiresAt: end })).body.secret);
    const later = new Date(Date.parse(end) + 1).toISOString();

    const refused = await mint(maker, { expiresAt: later });
    const [silent, sooner] = [
      await mint(maker),
      await mint(maker, { expiresAt: new Date(Date.now() + 60_000).toISOString() }),
    ];
    const below = await mint(holding(hub, silent.body.secret));
    hub.advance(3_601_000);

    expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([
      403,
      'auth.grant_refused',
      '/expiresAt',
    ]);
    expect([silent.body.expiresAt, below.body.expiresAt]).toEqual([end, end]);
    expect(sooner.body.expiresAt < end).toBe(true);
    expect(await opens(hub, silent.body.secret, below.body.secret)).toEqual([false, false]);
  });

  test('they are revoked with their maker, the whole tree below, and the answer and the trail say so', async () => {
    const { hub, root, child, grandchild, other } = await startTree(dialect);
    await using _hub = hub;
    const activity = await hub.admin.apiKey.activity({ id: child.id });

    const revoked = await root.rest(...revoke(child.id));

    expect(activity.keysBelow).toBe(1);
    expect(revoked.body).toMatchObject({ status: 'revoked', revokedWithIt: [grandchild.id] });
    expect(await opens(hub, child.secret, grandchild.secret, other.secret, root.secret)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const { items } = await hub.admin.audit.list({ targetId: grandchild.id, action: 'api_key.revoke' });
    expect(items).toMatchObject([{ changes: { revokedWith: { after: child.id } } }]);
  });

  test('staff may let them go on; a key may not', async () => {
    const { hub, root, child, grandchild } = await startTree(dialect);
    await using _hub = hub;

    const refused = await root.rest(...revoke(child.id, { keepChildren: true }));
    const kept = await hub.admin.apiKey.revoke({ id: child.id, keepChildren: true });
    await hub.admin.apiKey.revoke({ id: child.id });

    expect([refused.status, refused.body.code]).toEqual([403, 'auth.grant_refused']);
    expect(kept.revokedWithIt).toEqual([]);
    expect(await opens(hub, child.secret, grandchild.secret)).toEqual([false, true]);
  });

  test('rotation keeps the place in the tree, for those above and those below', async () => {
    const { hub, root, child, grandchild } = await startTree(dialect);
    await using _hub = hub;
    const rotated = await hub.admin.apiKey.rotate({ id: child.id, overlapSeconds: 60 });
    hub.advance(61_000);
    const afterOverlap = await opens(hub, child.secret, rotated.secret, grandchild.secret);

    await hub.admin.apiKey.revoke({ id: rotated.id });

    expect(afterOverlap).toEqual([false, true, true]);
    expect(await opens(hub, rotated.secret, grandchild.secret)).toEqual([false, false]);
    const second = (await mint(root)).body;
    const successor = await hub.admin.apiKey.rotate({ id: second.id, overlapSeconds: 60 });
    await hub.admin.apiKey.revoke({ id: root.keyId });
    expect(await opens(hub, second.secret, successor.secret)).toEqual([false, false]);
  });

  test('who rotates itself does not outlive its own revocation, and may end its predecessor', async () => {
    const { hub, child, grandchild } = await startTree(dialect);
    await using _hub = hub;
    const successor = (await holding(hub, child.secret).rest(`/v1/api-keys/${child.id}/rotate`, { body: {} }))
      .body;

    await holding(hub, successor.secret).rest(...revoke(child.id));
    const byItself = await opens(hub, child.secret, successor.secret, grandchild.secret);
    await hub.admin.apiKey.revoke({ id: child.id });

    expect(byItself).toEqual([false, true, false]);
    expect(await opens(hub, successor.secret)).toEqual([false]);
  });

  test('a key neither ends nor replaces one that may do more or works longer', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const root = await hub.client();
    const scopes: Scope[] = ['api-keys:write', 'events:read'];
    const narrow = await hub.client({ consumerId: root.consumerId, scopes });
    const brief = holding(hub, (await mint(root, { scopes, expiresAt: inAnHour() })).body.secret);

    const revoked = await narrow.rest(...revoke(root.keyId));
    const rotated = await narrow.rest(`/v1/api-keys/${root.keyId}/rotate`, { body: {} });
    const outlived = await brief.rest(`/v1/api-keys/${narrow.keyId}/rotate`, { body: {} });
    const likeIt = await brief.rest(...revoke(narrow.keyId));

    for (const { status, body } of [revoked, rotated, outlived])
      expect([status, body.code]).toEqual([403, 'api_key.broader']);
    expect(revoked.body.detail).toContain('endpoints:write');
    expect(likeIt.status).toBe(200);
    expect(await opens(hub, root.secret, narrow.secret)).toEqual([true, false]);
  });

  test('a key makes none for another environment or consumer', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const [root, stranger] = [await hub.client(), await hub.client()];

    const environment = await mint(root, { environment: 'test' });
    const consumer = await mint(root, { consumerId: stranger.consumerId });

    expect([environment.status, environment.body.code]).toEqual([403, 'environment.refused']);
    expect([consumer.status, consumer.body.code]).toEqual([404, 'consumer.not_found']);
  });

  test('none that is being made while its maker is revoked is left over', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    for (let round = 0; round < 5; round += 1) {
      const root = await hub.client();
      const child = (await mint(root)).body;
      const makers = [root, holding(hub, child.secret)];

      const [, ...answers] = await Promise.all([
        hub.admin.apiKey.revoke({ id: root.keyId }),
        ...Array.from({ length: 10 }, (_, index) => mint(makers[index % 2]!)),
      ]);

      const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.secret);
      expect(
        answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 401),
      ).toEqual([]);
      expect(await opens(hub, ...made)).toEqual(made.map(() => false));
    }
  });
});

import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('saved views on %s', (dialect) => {
  test('are seen by whom they are for, changed by their owner or an admin, and are gone for all when removed', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const ada = await hub.browser('support');
    const bob = await hub.browser('support');
    const admin = await hub.browser('admin');
    const list = 'deliveries' as const;
    const namesOf = async ({ api }: typeof ada) =>
      (await api.savedView.list({ list })).map(({ name }) => name);
    const own = await ada.api.savedView.create({ list, name: 'Mine', search: 'status=failed' });
    const shared = await ada.api.savedView.create({
      list,
      name: 'Ours',
      search: 'status=exhausted&columns=status',
      isShared: true,
    });

    expect(await namesOf(ada)).toEqual(['Mine', 'Ours']);
    expect(await namesOf(bob)).toEqual(['Ours']);
    expect(await bob.api.savedView.list({ list: 'events' })).toEqual([]);
    expect((await bob.api.savedView.list({ list }))[0]).toMatchObject({ isOwn: false, mayChange: false });
    await expect(bob.api.savedView.update({ id: own.id, name: 'Taken' })).rejects.toThrow(
      'saved_view.not_found',
    );
    await expect(bob.api.savedView.remove({ id: shared.id })).rejects.toThrow('saved_view.not_yours');
    await expect(
      bob.api.savedView.create({ list, name: 'OURS', search: '', isShared: true }),
    ).rejects.toThrow('saved_view.name_taken');
    await bob.api.savedView.create({ list, name: 'Mine', search: '' });
    await bob.api.savedView.setDefault({ list, id: shared.id });
    expect((await bob.api.savedView.list({ list })).find(({ isDefault }) => isDefault)?.name).toBe('Ours');
    expect((await ada.api.savedView.list({ list })).some(({ isDefault }) => isDefault)).toBe(false);

    expect(await admin.api.savedView.update({ id: shared.id, name: 'All of ours' })).toMatchObject({
      name: 'All of ours',
      isOwn: false,
    });
    await ada.api.savedView.update({ id: shared.id, isShared: false });
    expect(await namesOf(bob)).toEqual(['Mine']);
    await ada.api.savedView.remove({ id: shared.id });
    expect(await namesOf(ada)).toEqual(['Mine']);
    const entries = (await hub.admin.audit.list({ targetId: shared.id })).items.map(({ action }) => action);
    expect(entries).toEqual(['saved_view.update', 'saved_view.update', 'saved_view.share']);
  });

  test('hold an address and nothing else, are bounded, and are nothing for a key', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { api } = await hub.browser('viewer');
    const key = await hub.client();
    const list = 'endpoints' as const;
    for (const search of ['a b', 'x=<script>', 'x="', 'x\nx', 'x'.repeat(2001)])
      await expect(api.savedView.create({ list, name: 'bad', search })).rejects.toThrow();
    for (let index = 0; index < 50; index += 1)
      await api.savedView.create({ list, name: `view ${index}`, search: 'health=failing,paused&env=test' });

    await expect(api.savedView.create({ list, name: 'one more', search: '' })).rejects.toThrow(
      'saved_view.too_many',
    );
    const answer = await hub.trpc('savedView.list', { list }, 'GET', {
      authorization: `Bearer ${key.secret}`,
    });
    expect(answer.status).toBe(401);
    await expect(hub.anyone.savedView.list({ list })).rejects.toThrow();
  });
});

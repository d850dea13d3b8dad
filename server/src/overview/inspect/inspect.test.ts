import { expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

test.each(dialects)(
  'what somebody may not read is as absent as what does not exist, on %s',
  async (dialect) => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const client = await hub.client();
    await client.rest('/v1/consumers', {
      body: { name: 'somebody', kind: 'partner' },
      headers: { 'x-request-id': 'trace-9' },
    });
    const { items } = await hub.admin.audit.list({ requestId: 'trace-9' });
    const { items: staff } = await hub.admin.staff.list({});
    const { api: viewer } = await hub.browser('viewer');
    const refusalOf = async (id: string) =>
      viewer.inspect.resolve({ id }).then(
        () => 'found',
        ({ status, code, detail }: Record<string, unknown>) => JSON.stringify([status, code, detail]),
      );

    for (const id of [items[0]!.id, staff[0]!.id, 'trace-9']) {
      await expect(hub.admin.inspect.resolve({ id })).resolves.toBeDefined();
      const absent = `${id.slice(0, -1)}_`;
      expect((await refusalOf(id)).replace(id, absent)).toBe(await refusalOf(absent));
    }
    expect(await viewer.inspect.resolve({ id: client.keyId })).toMatchObject({ kind: 'api_key' });
  },
);

import { scopesOfRole } from '@parley/shared/scope';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('staff on %s', (dialect) => {
  test('a role is what it says: a viewer reads and changes nothing', async () => {
    await using hub = await TestHub.start(dialect);
    const viewer = await hub.browser('viewer');

    expect((await viewer.query('consumer.list', {})).status).toBe(200);
    expect((await viewer.mutate('consumer.create', { name: 'x', kind: 'partner' })).status).toBe(403);
    expect((await viewer.query('staff.list', {})).status).toBe(403);
    expect(scopesOfRole.viewer.every((scope) => scope.endsWith(':read'))).toBe(true);
  });

  test('an admin can neither make an owner nor change one, and nobody removes the last owner', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.browser('owner');
    const admin = await hub.browser('admin');
    const ownerId = (await owner.query('session.current')).body.staffId;

    const promoted = await admin.mutate('staff.invite', { email: 'eve@parley.example', role: 'owner' });
    const demoted = await admin.mutate('staff.update', { id: ownerId, role: 'viewer' });
    const last = await owner.mutate('staff.update', { id: ownerId, disabled: true });

    expect([promoted.body.code, demoted.body.code, last.body.code]).toEqual([
      'auth.grant_refused',
      'auth.grant_refused',
      'staff.last_owner',
    ]);
  });

  test('a disabled person is out from the next request on, a changed role holds from it', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.browser('owner');
    const engineer = await hub.browser('engineer');
    const id = (await engineer.query('session.current')).body.staffId;

    await owner.mutate('staff.update', { id, role: 'viewer' });
    const asViewer = await engineer.mutate('consumer.create', { name: 'x', kind: 'partner' });
    await owner.mutate('staff.update', { id, disabled: true });
    const disabled = await engineer.query('consumer.list', {});

    expect([asViewer.status, disabled.status]).toEqual([403, 401]);
  });

  test('an address has one account, whatever its case', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.browser('owner');
    await hub.staff('bob@parley.example', 'viewer');

    const again = await owner.mutate('staff.invite', { email: 'Bob@Parley.example', role: 'viewer' });

    expect([again.status, again.body.code]).toEqual([409, 'staff.email_taken']);
  });

  test('inviting somebody again who has not accepted gives a fresh link and ends the old one', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.browser('owner');
    const first = await owner.mutate('staff.invite', { email: 'bob@parley.example', role: 'viewer' });
    const again = await owner.mutate('staff.invite', { email: 'bob@parley.example', role: 'support' });
    const look = async ({ body }: { body: any }) =>
      (
        await hub.trpc(
          'session.invitation',
          { token: new URL(body.invitationUrl).searchParams.get('token') },
          'GET',
        )
      ).status;

    expect(again.body.staff).toMatchObject({ id: first.body.staff.id, role: 'support', status: 'invited' });
    expect([await look(first), await look(again)]).toEqual([404, 200]);
  });
});

import { scopesOfRole } from '@parley/shared/scope';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const forbidden = { status: 403, code: 'auth.scope_missing' };

describe.each(dialects)('staff on %s', (dialect) => {
  test('a role is what it says: a viewer reads and changes nothing', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: viewer } = await hub.browser('viewer');

    expect((await viewer.consumer.list({})).items).toEqual([]);
    await expect(viewer.consumer.create({ name: 'x', kind: 'partner' })).rejects.toMatchObject(forbidden);
    await expect(viewer.staff.list({})).rejects.toMatchObject(forbidden);
    expect(scopesOfRole.viewer.every((scope) => scope.endsWith(':read'))).toBe(true);
  });

  test('an admin can neither make an owner nor change one, and nobody removes the last owner', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: owner } = await hub.browser('owner');
    const { api: admin } = await hub.browser('admin');
    const id = (await owner.session.current())!.staffId;
    const refused = { code: 'auth.grant_refused' };

    const promotion = admin.staff.invite({ email: 'eve@parley.example', role: 'owner' });
    await expect(promotion).rejects.toMatchObject(refused);
    await expect(admin.staff.update({ id, role: 'viewer' })).rejects.toMatchObject(refused);
    const lastOwner = owner.staff.update({ id, disabled: true });
    await expect(lastOwner).rejects.toMatchObject({ code: 'staff.last_owner' });
  });

  test('a disabled person is out from the next request on, a changed role holds from it', async () => {
    await using hub = await TestHub.start(dialect);
    const { api: engineer } = await hub.browser('engineer');
    const id = (await engineer.session.current())!.staffId;

    await hub.admin.staff.update({ id, role: 'viewer' });
    await expect(engineer.consumer.create({ name: 'x', kind: 'partner' })).rejects.toMatchObject(forbidden);
    await hub.admin.staff.update({ id, disabled: true });
    await expect(engineer.consumer.list({})).rejects.toMatchObject({ status: 401 });
  });

  test('an address has one account, whatever its case', async () => {
    await using hub = await TestHub.start(dialect);
    await hub.staff('bob@parley.example', 'viewer');

    const again = hub.admin.staff.invite({ email: 'Bob@Parley.example', role: 'viewer' });

    await expect(again).rejects.toMatchObject({ status: 409, code: 'staff.email_taken' });
  });

  test('inviting somebody again who has not accepted gives a fresh link and ends the old one', async () => {
    await using hub = await TestHub.start(dialect);
    const first = await hub.admin.staff.invite({ email: 'bob@parley.example', role: 'viewer' });
    const again = await hub.admin.staff.invite({ email: 'bob@parley.example', role: 'support' });
    const look = ({ invitationUrl }: { invitationUrl: string }) =>
      hub.anyone.session.invitation({ token: new URL(invitationUrl).searchParams.get('token')! });

    expect(again.staff).toMatchObject({ id: first.staff.id, role: 'support', status: 'invited' });
    await expect(look(first)).rejects.toMatchObject({ status: 404 });
    expect(await look(again)).toMatchObject({ role: 'support' });
  });

  test('a link to an account that was disabled opens nothing, nor when it is enabled again', async () => {
    await using hub = await TestHub.start(dialect);
    const { session, staff } = { session: hub.anyone.session, staff: hub.admin.staff };
    const email = 'bob@parley.example';
    const invite = async () => {
      const { staff: invited, invitationUrl } = await staff.invite({ email, role: 'support' });
      return { id: invited.id, token: new URL(invitationUrl).searchParams.get('token')! };
    };
    const accept = (token: string) =>
      session.acceptInvitation({ token, name: 'Bob', password: 'correct horse battery' });
    const gone = { status: 404, code: 'invitation.not_found' };
    const { id, token } = await invite();

    await staff.update({ id, disabled: true });
    await expect(session.invitation({ token })).rejects.toMatchObject(gone);
    await expect(accept(token)).rejects.toMatchObject(gone);
    await staff.update({ id, disabled: false });
    await expect(accept(token)).rejects.toMatchObject(gone);
    const again = await invite();
    await staff.update({ id, role: 'viewer' });

    expect(again.id).toBe(id);
    expect(await session.invitation({ token: again.token })).toMatchObject({ role: 'viewer' });
    expect(await accept(again.token)).toMatchObject({ role: 'viewer' });
    await expect(accept(again.token)).rejects.toMatchObject(gone);
  });
});

import { startReceiver } from '../../support/receiver.ts';
import { createOwner } from '../../support/staff.ts';
import type { Answer } from '../../support/rest.ts';
import type { Attack } from '../attack.ts';
import { demand } from '../demand.ts';

interface Invited {
  staff: { id: string };
  invitationUrl: string;
}

const idOf = ({ body }: Answer): string => (body as { id: string }).id;

/** Somebody who uses what was meant for another place or another time. */
export const attack: Attack = {
  name: 'stored headers do not follow a URL to another origin, and a disabled invitation opens nothing',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start }) => {
    await using receiver = await startReceiver();
    await using thief = await startReceiver();
    await using parley = await start();
    const staff = await createOwner(parley);
    const { secret } = await staff.createKey('Northwind', ['endpoints:write', 'endpoints:read']);
    const rest = parley.rest(secret);
    const endpoint = idOf(
      await rest.post('/v1/endpoints', {
        url: receiver.url('/hook'),
        eventTypes: ['*'],
        headers: { 'X-Token': 'opens-the-door' },
      }),
    );
    const test = async () => rest.post(`/v1/endpoints/${endpoint}/test`, {});
    await test();
    demand('the header where it belongs', (await receiver.next()).headers['x-token'], 'opens-the-door');
    const samePlace = await rest.patch(`/v1/endpoints/${endpoint}`, { url: receiver.url('/other') });
    demand('headers at the same origin', (samePlace.body as { headerNames: string[] }).headerNames, [
      'x-token',
    ]);
    await rest.patch(`/v1/endpoints/${endpoint}`, { url: thief.url('/hook') });
    await test();
    demand('the header at another origin', (await thief.next()).headers['x-token'], undefined);

    const invited = await staff.rest.post('/v1/staff', { email: 'eve@clinic.example', role: 'admin' });
    const { staff: account, invitationUrl } = invited.body as Invited;
    await staff.rest.patch(`/v1/staff/${account.id}`, { disabled: true });
    const token = new URL(invitationUrl).searchParams.get('token');
    const accept = async () =>
      parley.rest({ origin: parley.url }).post('/trpc/session.acceptInvitation', {
        token,
        name: 'Eve',
        password: 'a long enough password',
      });
    demand('a disabled invitation', (await accept()).status, 404);
    await staff.rest.patch(`/v1/staff/${account.id}`, { disabled: false });
    demand('its link after it was enabled again', (await accept()).status, 404);
    return 'the header stayed at home, the link stayed shut';
  },
};

import { randomBytes } from 'node:crypto';
import { StaffInvited } from '@parley/shared/administration/staff';
import type { Parley } from '../support/parley.ts';
import { read, type Rest } from '../support/rest.ts';
import { acceptInvitation } from '../support/staff.ts';

/** People who work here; the owner signs in by hand. */
const people = [
  { email: 'lukas.brandt@meadowlark.example', role: 'admin', name: 'Lukas Brandt' },
  { email: 'mei.tanaka@meadowlark.example', role: 'engineer', name: 'Mei Tanaka' },
  { email: 'sofia.reyes@meadowlark.example', role: 'support', name: 'Sofía Reyes' },
  { email: 'anil.mehta@meadowlark.example', role: 'viewer', name: 'Anil Mehta' },
] as const;

/** Sessions of those who act in the demo, by their role. */
export type People = Record<(typeof people)[number]['role'], Rest>;

/** Invites them and accepts for each, with a password that nobody is told. */
export const employPeople = async (parley: Parley, staff: Rest): Promise<People> => {
  const employed = await Promise.all(
    people.map(async ({ email, role, name }) => {
      const { invitationUrl } = read(StaffInvited, await staff.post('/v1/staff', { email, role }), 201);
      const password = randomBytes(18).toString('base64url');
      const token = new URL(invitationUrl).searchParams.get('token') ?? '';
      return [role, (await acceptInvitation(parley, { token, name, password })).rest] as const;
    }),
  );
  return Object.fromEntries(employed) as People;
};

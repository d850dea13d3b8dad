import { z } from 'zod';
import { Scope } from '../scope.ts';
import { idOf } from '../words/id.ts';
import { instant } from '../words/instant.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';

export const PersonalTokenStatus = z.enum(['active', 'expired', 'revoked']).meta({
  id: 'PersonalTokenStatus',
  description: 'Only an `active` one works, and only while its person may sign in.',
  example: 'active',
});

export const PersonalTokenView = z
  .object({
    id: idOf('pat', 'personal token'),
    staffId: idOf('stf', 'staff member'),
    name: z.string().meta({ description: 'What its owner calls it.', example: 'Nightly report' }),
    scopes: z.array(Scope).meta({
      description: 'What it may do as long as its person may: a smaller role makes it smaller at once.',
    }),
    lastFour: z.string().meta({ description: 'Its last four characters.', example: 'x7Qk' }),
    status: PersonalTokenStatus,
    createdAt: isoTime('When it was made.'),
    expiresAt: isoTime('When it stops working.'),
    lastUsedAt: isoTime('The latest call with it, to the minute.').nullable(),
    lastUsedPeer: z.string().nullable().meta({ description: 'The address of that call.' }),
    revokedAt: isoTime('When it was revoked.').nullable(),
  })
  .meta({
    id: 'PersonalToken',
    description: 'A secret that calls for a person, with a part of what they may do.',
  });
export type PersonalTokenView = z.infer<typeof PersonalTokenView>;

export const PersonalTokenPage = pageOf(PersonalTokenView);
export const ListPersonalTokens = z.strictObject({
  ...pageInput,
  staffId: idOf('stf', 'staff member')
    .meta({ description: 'Of this person; one’s own without it. Others’ for who may change staff.' })
    .optional(),
});
export type ListPersonalTokens = z.infer<typeof ListPersonalTokens>;

export const PersonalTokenId = z.strictObject({ id: idOf('pat', 'personal token') });

export const CreatePersonalToken = z.strictObject({
  name: text(100, 'What its owner calls it.', 'Nightly report'),
  scopes: z
    .array(Scope)
    .min(1, 'At least one scope.')
    .max(60)
    .meta({ description: 'A part of what the person may do.', example: ['consumers:read'] }),
  expiresAt: instant('When it stops working; every token does.').meta({
    example: '2099-12-31T23:00:00.000Z',
  }),
});
export type CreatePersonalToken = z.infer<typeof CreatePersonalToken>;

export const PersonalTokenCreated = PersonalTokenView.extend({
  secret: z.string().meta({
    description: 'The token itself. Shown once.',
    example: 'parley_pat_0000000000000000000000000000000000',
  }),
}).meta({ id: 'PersonalTokenCreated', description: 'A new personal token, with its secret.' });
export type PersonalTokenCreated = z.infer<typeof PersonalTokenCreated>;

import { z } from 'zod';
import { CallsOfDay, figureDays } from '../words/calls.ts';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';
import { TimeZone } from '../words/time-zone.ts';

export const GetApiKeyFigures = z.strictObject({
  id: idOf('key', 'API key'),
  days: figureDays,
  zone: TimeZone,
});
export type GetApiKeyFigures = z.infer<typeof GetApiKeyFigures>;

const NamedKey = z
  .object({
    id: idOf('key', 'API key'),
    name: z.string().meta({ description: 'Its name.', example: 'billing worker' }),
  })
  .meta({ id: 'NamedApiKey', description: 'An API key by its name.' });

const KeyOperation = z
  .object({
    operation: z.string().meta({ description: 'Name of the operation.', example: 'event.publish' }),
    calls: z.int().meta({ description: 'Calls within the days that are counted.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    lastHour: isoTime('Start of the latest hour with a call.'),
    alsoCalledBy: z
      .array(NamedKey)
      .meta({ description: 'Other active keys of the consumer that called it within these days.' }),
  })
  .meta({ id: 'ApiKeyOperation', description: 'How often a key called one operation, and who else does.' });

const KeyPeer = z
  .object({
    address: z.string().meta({ description: 'Network address.', example: '203.0.113.7' }),
    at: isoTime('When.'),
    auditEntryId: idOf('aud', 'audit entry'),
  })
  .meta({
    id: 'ApiKeyPeer',
    description: 'Whence a key made a change. Calls that change nothing leave no address.',
  });

export const RevocationVerdict = z.enum(['safe', 'careful', 'unsafe', 'ended']).meta({
  id: 'RevocationVerdict',
  description:
    '`safe`: nobody seems to use it. `careful`: not lately, or other keys depend on it. `unsafe`: it is in use. `ended`: it is refused already.',
  example: 'unsafe',
});
export type RevocationVerdict = z.infer<typeof RevocationVerdict>;

export const RevocationReason = z
  .enum([
    'ended',
    'never_used',
    'new',
    'unused_for_30_days',
    'unused_for_7_days',
    'used_within_7_days',
    'other_keys_make_its_calls',
    'alone_with_some_calls',
    'keys_below',
    'replaced',
  ])
  .meta({
    id: 'RevocationReason',
    description:
      'What speaks for a verdict. `new`: made less than 7 days ago. `alone_with_some_calls`: no other active key of the consumer makes all of its calls. `keys_below`: active keys would be revoked with it. `replaced`: it was rotated.',
    example: 'used_within_7_days',
  });
export type RevocationReason = z.infer<typeof RevocationReason>;

const RevocationSafety = z
  .object({
    verdict: RevocationVerdict,
    reasons: z.array(RevocationReason).meta({ description: 'Why, the weightiest first.' }),
  })
  .meta({ id: 'RevocationSafety', description: 'Whether a key can be revoked without breaking anybody.' });

/** What a key did day by day, and whether it can go. */
export const ApiKeyFigures = z
  .object({
    countedSince: isoTime(
      'The first hour of which a call is counted; `null` where there is none.',
    ).nullable(),
    days: z.array(CallsOfDay).meta({ description: 'Every day, the oldest first; the last one is not over.' }),
    calls: z.int().meta({ description: 'Calls of these days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    callsLastDay: z.int().meta({ description: 'Calls within 24 hours.' }),
    callsLastWeek: z.int().meta({ description: 'Calls within 7 times 24 hours.' }),
    lastUsedAt: isoTime('The latest accepted call, to within a minute.').nullable(),
    lastPeer: KeyPeer.nullable().meta({ description: 'Whence its latest change came, if it made one.' }),
    operations: z
      .array(KeyOperation)
      .meta({ description: 'What it called within these days, the most first, a hundred at most.' }),
    operationCount: z.int().meta({ description: 'How many operations it called within these days.' }),
    keysBelow: z.int().meta({ description: 'Active keys that would be revoked with it.' }),
    namedBelow: z.array(NamedKey).meta({ description: 'The first ten of them.' }),
    successor: NamedKey.nullable().meta({ description: 'The key that replaced it, if it was rotated.' }),
    safety: RevocationSafety,
  })
  .meta({ id: 'ApiKeyFigures', description: 'What a key did day by day, and whether it can be revoked.' });
export type ApiKeyFigures = z.infer<typeof ApiKeyFigures>;

import { z } from 'zod';
import { anyOf, pageInput, pageOf } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { Environment } from '../words/environment.ts';
import { instant } from '../words/instant.ts';
import { isoTime, text } from '../words/text.ts';

/** What acted. */
export const AuditActorKind = z.enum(['staff', 'api_key', 'command_line', 'system']).meta({
  id: 'AuditActorKind',
  description: 'What acted: a person, a key, the command line, or Parley by itself.',
  example: 'staff',
});
export type AuditActorKind = z.infer<typeof AuditActorKind>;

const AuditActor = z
  .object({
    kind: AuditActorKind,
    id: z.string().nullable().meta({ description: 'Its id; `null` for the command line and the system.' }),
    name: z.string().meta({ description: 'Its name at that time.', example: 'Ada Byron' }),
  })
  .meta({ id: 'AuditActor', description: 'Who made a change.' });

export const AuditEntryView = z
  .object({
    id: idOf('aud', 'audit entry'),
    at: isoTime('When it happened.'),
    actor: AuditActor,
    action: z.string().meta({ description: 'What was done, `noun.verb`.', example: 'api_key.revoke' }),
    targetId: z.string().nullable().meta({ description: 'What it was done to.' }),
    consumerId: z.string().nullable().meta({ description: 'The consumer it concerns.' }),
    environment: z
      .string()
      .nullable()
      .meta({ description: 'The environment it was done in, if it was in one.' }),
    changes: z.record(z.string(), z.unknown()).meta({
      description: 'Each changed field with its value `before` and `after`. Secrets never appear.',
    }),
    requestId: z.string().nullable().meta({ description: 'The request that did it.' }),
    peer: z.string().nullable().meta({ description: 'Address that the request came from.' }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'Why, where whoever did it said so.', example: 'leaked in a public repository' }),
    hash: z.string().meta({ description: 'HMAC-SHA256 over this entry and the hash of the one before.' }),
  })
  .meta({ id: 'AuditEntry', description: 'One change, who made it and when. Entries are chained by hash.' });
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const AuditEntryPage = pageOf(AuditEntryView);

const anyId = (description: string) =>
  z.string().max(200).meta({ description, example: 'key_01m3k7q2x8e5v9r4t6w1y0z3ab' });

export const ListAuditEntries = z.strictObject({
  ...pageInput,
  action: anyOf(text(100, 'Only this action, such as `api_key.revoke`.', 'api_key.revoke')).optional(),
  actorKind: anyOf(AuditActorKind).optional(),
  actorId: anyId('Only what this person or key did.').optional(),
  targetId: anyOf(
    anyId(
      'Only what was done to this: an id, the name of an event type, the slug of an API, the fingerprint of a change.',
    ),
  ).optional(),
  consumerId: idOf('con', 'consumer').meta({ description: 'Only what concerns this consumer.' }).optional(),
  environment: Environment.optional(),
  requestId: anyId('Only what this request did.').optional(),
  since: instant('Done at or after this time.').optional(),
  until: instant('Done before this time.').optional(),
});
export type ListAuditEntries = z.infer<typeof ListAuditEntries>;

export const AuditEntryId = z.strictObject({ id: idOf('aud', 'audit entry') });

/** What can be wrong with the trail; the first break counts. */
export const AuditFault = z.enum([
  'changed',
  'removed',
  'inserted',
  'cut',
  'emptied',
  'head_missing',
  'head_changed',
  'not_sealed',
  'wrong_key',
  'noted',
  'older',
]);

/** How the trail stands, without walking it. */
export const AuditState = z.object({
  entries: z.int().meta({ description: 'How many were written.' }),
  removed: z.int().meta({ description: 'How many of them the retention has removed.' }),
  newestAt: isoTime('When the newest was written.').nullable(),
  isSealed: z.boolean().meta({ description: 'Whether the end is as Parley sealed it under the master key.' }),
});
export type AuditState = z.infer<typeof AuditState>;

/** The result of walking the hash chain from the first entry to the last. */
export const AuditVerdict = z.object({
  intact: z.boolean(),
  entries: z.int().meta({ description: 'Entries that fit together from the first on.' }),
  brokenAt: z.string().nullable().meta({ description: 'The first entry that does not fit, or `null`.' }),
  fault: AuditFault.nullable().meta({ description: 'Of which kind the break is.' }),
  detail: z.string().meta({ description: 'What was found, in a sentence or two.' }),
  since: isoTime('The first entry that was written under the key.').nullable(),
  head: z.string().nullable().meta({
    description:
      'The end of an intact trail. Kept elsewhere, it shows later whether an older state was put in its place.',
  }),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

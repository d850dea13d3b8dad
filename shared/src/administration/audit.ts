import { z } from 'zod';
import { pageInput, pageOf } from '../words/page.ts';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

export const AuditEntryView = z
  .object({
    id: idOf('aud', 'audit entry'),
    at: isoTime('When it happened.'),
    actor: z.object({
      kind: z.enum(['staff', 'api_key', 'command_line', 'system']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    action: z.string().meta({ description: 'What was done, `noun.verb`.', example: 'api_key.revoke' }),
    targetId: z.string().nullable().meta({ description: 'What it was done to.' }),
    consumerId: z.string().nullable().meta({ description: 'The consumer it concerns.' }),
    environment: z.string().nullable(),
    changes: z.record(z.string(), z.unknown()).meta({
      description: 'Each changed field with its value `before` and `after`. Secrets never appear.',
    }),
    requestId: z.string().nullable(),
    peer: z.string().nullable().meta({ description: 'Address that the request came from.' }),
    hash: z.string().meta({ description: 'SHA-256 over this entry and the hash of the one before.' }),
  })
  .meta({ id: 'AuditEntry', description: 'One change, who made it and when. Entries are chained by hash.' });
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const AuditEntryPage = pageOf(AuditEntryView);

const anyId = (description: string) =>
  z.string().max(128).meta({ description, example: 'key_01m3k7q2x8e5v9r4t6w1y0z3ab' }).optional();

export const ListAuditEntries = z.strictObject({
  ...pageInput,
  action: text(100, 'Only this action, such as `api_key.revoke`.', 'api_key.revoke').optional(),
  actorId: anyId('Only what this person or key did.'),
  targetId: anyId('Only what was done to this.'),
  requestId: anyId('Only what this request did.'),
});
export type ListAuditEntries = z.infer<typeof ListAuditEntries>;

export const AuditEntryId = z.strictObject({ id: idOf('aud', 'audit entry') });

/** The result of walking the hash chain from the first entry to the last. */
export const AuditVerdict = z.object({
  intact: z.boolean(),
  entries: z.int().meta({ description: 'Entries walked.' }),
  brokenAt: z.string().nullable().meta({ description: 'The first entry that does not fit, or `null`.' }),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

import { z } from 'zod';

export const InspectInput = z.strictObject({
  id: z.string().trim().min(1).max(200).meta({ example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab' }),
});

/** What the ids begin with that lead somewhere: of our objects, of attempts and of requests. */
export const inspectedPrefixes = [
  'evt',
  'dlv',
  'att',
  'ep',
  'con',
  'key',
  'aud',
  'rcv',
  'iss',
  'blk',
  'stf',
  'req',
] as const;

const wholeId = new RegExp(`^(?:${inspectedPrefixes.join('|')})_[0-9a-z]{26}$`, 'i');

/** Whether a text is a whole id of ours, which can be gone to without a search. */
export const isWholeId = (text: string): boolean => wholeId.test(text);

/** What an id pasted into the command palette belongs to. */
export const InspectView = z.object({
  kind: z.enum([
    'consumer',
    'api_key',
    'event_type',
    'event',
    'endpoint',
    'delivery',
    'recovery',
    'bulk_change',
    'issue',
    'audit_entry',
    'staff',
  ]),
  id: z.string().meta({
    description: 'The object to open; for an attempt its delivery, for a request its event or audit entry.',
  }),
});
export type InspectView = z.infer<typeof InspectView>;

import { z } from 'zod';

export const InspectInput = z.strictObject({
  id: z.string().trim().min(1).max(200).meta({ example: 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab' }),
});

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
    'issue',
    'audit_entry',
    'staff',
  ]),
  id: z.string().meta({
    description: 'The object to open; for an attempt its delivery, for a request its event or audit entry.',
  }),
});
export type InspectView = z.infer<typeof InspectView>;

import { z } from 'zod';

/** Everything that an entry of the audit trail can be about. */
export const ObjectKind = z.enum([
  'consumer',
  'api_key',
  'requirement',
  'event_type',
  'event',
  'endpoint',
  'delivery',
  'recovery',
  'staff',
  'api',
  'contract_version',
  'contract_change',
]);
export type ObjectKind = z.infer<typeof ObjectKind>;

const NamedId = z.strictObject({ kind: ObjectKind, id: z.string().min(1).max(200) });

/** Objects to name: as many as a page of the audit list has, and their consumers. */
export const NameObjects = z.strictObject({
  objects: z
    .array(NamedId)
    .max(400)
    .meta({ description: 'What to name.', example: [{ kind: 'api', id: 'api_01KY3X5ZKQ8V4M2T9R7N6P1W0A' }] }),
});
export type NameObjects = z.infer<typeof NameObjects>;

export const FindActors = z.strictObject({
  search: z
    .string()
    .trim()
    .max(100)
    .meta({ description: 'A part of a name, an address or a key.', example: 'ada' }),
});
export type FindActors = z.infer<typeof FindActors>;

/** People and keys by a part of their name, up to 20 of each, the newest first. */
export const FoundActors = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['staff', 'api_key']),
      id: z.string(),
      name: z.string(),
      hint: z.string().meta({ description: 'What tells it from its like: an address, the end of a key.' }),
    }),
  ),
});
export type FoundActors = z.infer<typeof FoundActors>;

/** What an object is called, where it stands, and whether it is there still. */
export const NamedObject = z.object({
  kind: ObjectKind,
  id: z.string(),
  name: z.string().nullable().meta({ description: 'What people call it; `null` for one that has no name.' }),
  within: z.string().nullable().meta({
    description: 'What its address needs besides: a slug for a version, a consumer for a requirement.',
  }),
  isRemoved: z.boolean().meta({ description: 'Whether it was removed, or is older than is kept.' }),
});
export type NamedObject = z.infer<typeof NamedObject>;

export const NamedObjects = z.object({
  items: z.array(NamedObject).meta({ description: 'Those of the kinds that the reader may read.' }),
});

import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

/** The lists of the console that views are saved of, each by its address. */
export const ViewedList = z
  .enum([
    'deliveries',
    'events',
    'endpoints',
    'event-types',
    'recoveries',
    'api-keys',
    'consumers',
    'apis',
    'audit',
    'staff',
    'bulk-changes',
  ])
  .meta({ id: 'ViewedList', description: 'A list of the console, by its address.', example: 'deliveries' });
export type ViewedList = z.infer<typeof ViewedList>;

const name = text(60, 'What it is called.', 'Failing at partners');

// What an address can carry, and no more: it is opened as it stands.
const search = z
  .string()
  .max(2000)
  .regex(/^[\w\-.~%!$&'()*+,;=:@/?]*$/, 'The part of an address after the question mark.')
  .meta({
    description: 'Filters, order and columns as the address of the list has them, without `?`.',
    example: 'status=exhausted',
  });

export const SavedView = z.object({
  id: idOf('viw', 'saved view'),
  list: ViewedList,
  name: z.string(),
  search: z.string(),
  isShared: z.boolean().meta({ description: 'Whether everybody sees it who sees the list.' }),
  isDefault: z.boolean().meta({ description: 'Whether the list opens with it for the caller.' }),
  isOwn: z.boolean(),
  mayChange: z.boolean(),
  ownerName: z.string(),
  updatedAt: isoTime('When it was last changed.'),
});
export type SavedView = z.infer<typeof SavedView>;

export const ListSavedViews = z.strictObject({ list: ViewedList });
export const SavedViewId = z.strictObject({ id: idOf('viw', 'saved view') });

export const CreateSavedView = z.strictObject({
  list: ViewedList,
  name,
  search,
  isShared: z.boolean().default(false),
});
export type CreateSavedView = z.infer<typeof CreateSavedView>;

export const UpdateSavedView = z.strictObject({
  id: idOf('viw', 'saved view'),
  name: name.optional(),
  search: search.optional(),
  isShared: z.boolean().optional(),
});
export type UpdateSavedView = z.infer<typeof UpdateSavedView>;

/** With which view a list opens for the caller; `null` for none. */
export const SetDefaultView = z.strictObject({ list: ViewedList, id: idOf('viw', 'saved view').nullable() });
export type SetDefaultView = z.infer<typeof SetDefaultView>;

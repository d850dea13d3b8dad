import { z } from 'zod';
import { EventTypeName } from '../words/event-type-name.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';

const JsonSchema = z.union([z.record(z.string(), z.unknown()), z.boolean()]).meta({
  description: 'JSON Schema, draft 2020-12, that `data` of every event has to fit.',
  example: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 0 } } },
});

const example = z
  .unknown()
  .meta({ description: 'An example of `data`; it has to fit the schema.', example: { amount: 1200 } });
const description = text(
  1000,
  'When the event happens, for the reader of the catalogue.',
  'An invoice was generated.',
);

const pointer = z
  .string()
  .max(300)
  .regex(/^(?:\/[^/]{1,100})+$/, 'A JSON pointer into `data`, such as /amount')
  .refine(
    (path) => !/\/(?:__proto__|constructor|prototype)(?:\/|$)/.test(path),
    'A JSON pointer into `data`; not into what objects are made from',
  )
  .meta({
    description: 'JSON pointer (RFC 6901) into `data`; `*` stands for every item of an array.',
    example: '/items/*/sku',
  });

const jsonValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);

/** One step of a mapping to the version before: an operation of RFC 6902 on `data`, or `map` for values. */
export const DowncastStep = z
  .discriminatedUnion('op', [
    z.strictObject({ op: z.literal('remove'), path: pointer }),
    z.strictObject({ op: z.literal('add'), path: pointer, value: jsonValue }),
    z.strictObject({ op: z.literal('replace'), path: pointer, value: jsonValue }),
    z.strictObject({ op: z.literal('move'), from: pointer, path: pointer }),
    z.strictObject({ op: z.literal('copy'), from: pointer, path: pointer }),
    z.strictObject({
      op: z.literal('map'),
      path: pointer,
      values: z.record(z.string().max(200), jsonValue),
      otherwise: jsonValue.optional(),
    }),
  ])
  .meta({
    description:
      'An operation of JSON Patch (RFC 6902) on `data`, or `map`, which replaces values by name. A step whose place is missing does nothing.',
    example: { op: 'move', from: '/total', path: '/amount' },
  });
export type DowncastStep = z.infer<typeof DowncastStep>;

const downcastSteps = z
  .array(DowncastStep)
  .max(100)
  .meta({
    description:
      'How `data` of the new version becomes `data` of the version before, for endpoints that stay there. Tried on `example` before it is accepted.',
    example: [{ op: 'move', from: '/total', path: '/amount' }],
  });

const acknowledgeBreaking = z.boolean().meta({
  description:
    '`true` accepts that the new schema breaks the endpoints that subscribe; without it such a version is refused, and the answer names them to staff and counts them for keys.',
  example: true,
});

export const EventTypeVersionView = z.object({
  version: z.int(),
  schema: JsonSchema,
  example: z.unknown(),
  downcast: z.array(DowncastStep).nullable().meta({ description: 'How to map to the version before.' }),
  createdAt: isoTime('When this version was declared.'),
});

export const EventTypeView = z
  .object({
    name: EventTypeName,
    description: z.string(),
    version: z.int().meta({ description: 'The newest schema version; events are validated against it.' }),
    schema: JsonSchema,
    example: z.unknown(),
    createdAt: isoTime('When it was declared.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'EventType', description: 'A kind of event, its meaning and its schema.' });
export type EventTypeView = z.infer<typeof EventTypeView>;

export const EventTypeDetail = EventTypeView.extend({
  versions: z.array(EventTypeVersionView).meta({ description: 'All versions, newest first.' }),
}).meta({ id: 'EventTypeDetail' });
export type EventTypeDetail = z.infer<typeof EventTypeDetail>;

export const EventTypePage = pageOf(EventTypeView);

export const ListEventTypes = z.strictObject({
  ...pageInput,
  search: text(128, 'Part of the name.', 'invoice').optional(),
});

export type ListEventTypes = z.infer<typeof ListEventTypes>;

export const EventTypeKey = z.strictObject({ name: EventTypeName });

export const DeclareEventType = z.strictObject({
  name: EventTypeName,
  description,
  schema: JsonSchema,
  example: example.optional(),
  downcast: downcastSteps.optional(),
  acknowledgeBreaking: acknowledgeBreaking.optional(),
});
export type DeclareEventType = z.infer<typeof DeclareEventType>;

export const UpdateEventType = z.strictObject({
  name: EventTypeName,
  description: description.optional(),
  schema: JsonSchema.optional(),
  example: example.optional(),
  downcast: downcastSteps.optional(),
  acknowledgeBreaking: acknowledgeBreaking.optional(),
});
export type UpdateEventType = z.infer<typeof UpdateEventType>;

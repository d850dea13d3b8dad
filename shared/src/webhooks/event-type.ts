import { z } from 'zod';
import { EventTypeName } from '../words/event-type-name.ts';
import { NameSort, pageInput, pageOf, withoutPaging } from '../words/page.ts';
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

/** Any value of JSON. A union of its kinds would say no more, and few generators of clients can read one. */
const jsonValue = z
  .unknown()
  .refine((value) => value !== undefined, 'A value of JSON.')
  .meta({ description: 'Any value of JSON.', example: 'EUR' });

const stepOf = <Op extends string>(op: Op, does: string) => ({
  op: z.literal(op).meta({ description: does, example: op }),
  path: pointer,
});
const from = pointer.meta({ description: 'Where the value comes from.', example: '/total' });
const values = z.record(z.string().max(200), jsonValue).meta({
  description: 'What each value becomes, by the value as text.',
  example: { paid: 'settled' },
});

const RemoveStep = z
  .strictObject(stepOf('remove', 'Takes the value away.'))
  .meta({ id: 'RemoveStep', description: 'Takes a value away.' });
const AddStep = z
  .strictObject({ ...stepOf('add', 'Puts a value there.'), value: jsonValue })
  .meta({ id: 'AddStep', description: 'Puts a value there.' });
const ReplaceStep = z
  .strictObject({ ...stepOf('replace', 'Puts another value in its place.'), value: jsonValue })
  .meta({ id: 'ReplaceStep', description: 'Puts another value in its place.' });
const MoveStep = z
  .strictObject({ ...stepOf('move', 'Moves a value there.'), from })
  .meta({ id: 'MoveStep', description: 'Moves a value.' });
const CopyStep = z
  .strictObject({ ...stepOf('copy', 'Copies a value there.'), from })
  .meta({ id: 'CopyStep', description: 'Copies a value.' });
const MapStep = z
  .strictObject({ ...stepOf('map', 'Replaces values by name.'), values, otherwise: jsonValue.optional() })
  .meta({ id: 'MapStep', description: 'Replaces values by name.' });

/** One step of a mapping to the version before: an operation of RFC 6902 on `data`, or `map` for values. */
export const DowncastStep = z
  .discriminatedUnion('op', [RemoveStep, AddStep, ReplaceStep, MoveStep, CopyStep, MapStep])
  .meta({
    id: 'DowncastStep',
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

const DowncastOp = z.enum(['remove', 'add', 'replace', 'move', 'copy', 'map']).meta({
  id: 'DowncastOp',
  description: 'What a step does.',
  example: 'move',
});

/** A step as it is answered: one object, because readers in many languages cannot tell six kinds apart. */
const DowncastStepView = z
  .object({
    op: DowncastOp,
    path: z.string().meta({ description: 'JSON pointer (RFC 6901) into `data`.', example: '/amount' }),
    from: z.string().meta({ description: 'Of `move` and `copy`: where from.', example: '/total' }).optional(),
    value: z.unknown().meta({ description: 'Of `add` and `replace`: the value.' }).optional(),
    values: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Of `map`: what each value becomes, by the value as text.' })
      .optional(),
    otherwise: z.unknown().meta({ description: 'Of `map`: what all other values become.' }).optional(),
  })
  .meta({ id: 'DowncastStepView', description: 'One step of a mapping to the version before.' });

const exampleOfData = z.unknown().meta({ description: 'An example of `data`; `null` without one.' });

export const EventTypeVersionView = z
  .object({
    version: z.int().meta({ description: 'Counts the schemas of this type from 1.' }),
    schema: JsonSchema,
    example: exampleOfData,
    downcast: z.array(DowncastStepView).nullable().meta({ description: 'How to map to the version before.' }),
    createdAt: isoTime('When this version was declared.'),
  })
  .meta({ id: 'EventTypeVersion', description: 'One schema of an event type.' });

export const EventTypeView = z
  .object({
    name: EventTypeName,
    description: z.string().meta({ description: 'When the event happens.' }),
    version: z.int().meta({ description: 'The newest schema version; events are validated against it.' }),
    schema: JsonSchema,
    example: exampleOfData,
    createdAt: isoTime('When it was declared.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'EventType', description: 'A kind of event, its meaning and its schema.' });
export type EventTypeView = z.infer<typeof EventTypeView>;

export const EventTypeDetail = EventTypeView.extend({
  versions: z.array(EventTypeVersionView).meta({ description: 'All versions, newest first.' }),
}).meta({ id: 'EventTypeDetail', description: 'An event type with all of its versions.' });
export type EventTypeDetail = z.infer<typeof EventTypeDetail>;

export const EventTypePage = pageOf(EventTypeView);

export const ListEventTypes = z.strictObject({
  ...pageInput,
  search: text(128, 'Part of the name.', 'invoice').optional(),
  subscribed: z
    .enum(['yes', 'no'])
    .meta({
      id: 'Subscribed',
      description: '`no`: those that no endpoint which the caller sees wants; `yes`: those that one wants.',
      example: 'no',
    })
    .optional(),
  sort: NameSort.optional(),
});

export type ListEventTypes = z.infer<typeof ListEventTypes>;

export const CountEventTypes = ListEventTypes.omit({ ...withoutPaging, sort: true });
export type CountEventTypes = z.infer<typeof CountEventTypes>;

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

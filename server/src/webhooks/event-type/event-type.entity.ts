import { defineEntity, p } from '@mikro-orm/core';

const EventTypeSchema = defineEntity({
  name: 'EventType',
  properties: {
    id: p.string().length(40).primary(),
    name: p.string().length(128).unique(),
    description: p.string().length(1000),
    /** The newest version; the rows of {@link EventTypeVersion} run from 1 to this. */
    version: p.integer(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** A kind of event. The catalogue is shared by all consumers and both environments. */
export class EventType extends EventTypeSchema.class {}
EventTypeSchema.setClass(EventType);

const EventTypeVersionSchema = defineEntity({
  name: 'EventTypeVersion',
  properties: {
    id: p.string().length(40).primary(),
    eventType: () => p.manyToOne(EventType),
    version: p.integer(),
    /** JSON text, in the order in which it was declared. */
    schema: p.text(),
    example: p.text().nullable(),
    /** JSON text of the steps that map `data` to the version before. */
    downcast: p.text().nullable(),
    createdAt: p.datetime(3),
  },
  uniques: [{ properties: ['eventType', 'version'] }],
});

/** One immutable JSON Schema of an event type. Only the example of the newest may still change. */
export class EventTypeVersion extends EventTypeVersionSchema.class {}
EventTypeVersionSchema.setClass(EventTypeVersion);

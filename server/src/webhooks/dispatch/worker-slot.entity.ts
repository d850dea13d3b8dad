import { defineEntity, p } from '@mikro-orm/core';

const WorkerSlotSchema = defineEntity({
  name: 'WorkerSlot',
  properties: {
    /** One letter: the last one of the endpoint ids that belong to it. */
    id: p.string().length(1).primary(),
    owner: p.string().length(40).nullable(),
    /** When the hold runs out, in milliseconds of the database's clock. */
    heldUntil: p.bigint('number'),
  },
});

/** A thirty-second of all endpoints, which one worker process at a time sends to. */
export class WorkerSlot extends WorkerSlotSchema.class {}
WorkerSlotSchema.setClass(WorkerSlot);

const WorkerProcessSchema = defineEntity({
  name: 'WorkerProcess',
  properties: {
    id: p.string().length(40).primary(),
    /** When it counts as dead, in milliseconds of the database's clock. */
    aliveUntil: p.bigint('number'),
  },
});

/** A worker process that was alive a moment ago. */
export class WorkerProcess extends WorkerProcessSchema.class {}
WorkerProcessSchema.setClass(WorkerProcess);

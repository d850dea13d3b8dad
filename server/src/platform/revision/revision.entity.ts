import { defineEntity, p } from '@mikro-orm/core';

const RevisionSchema = defineEntity({
  name: 'Revision',
  properties: {
    /** What the number counts changes of, such as `catalog`. */
    id: p.string().length(40).primary(),
    value: p.integer(),
  },
});

/** A counter that every process compares with its own copy: a change made in one is seen by all. */
export class Revision extends RevisionSchema.class {}
RevisionSchema.setClass(Revision);

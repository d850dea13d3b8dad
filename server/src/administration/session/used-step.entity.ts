import { defineEntity, p } from '@mikro-orm/core';

const UsedStepSchema = defineEntity({
  name: 'UsedStep',
  properties: {
    id: p.string().length(40).primary(),
    /** Milliseconds. */
    expiresAt: p.bigint('number'),
  },
  indexes: [{ properties: ['expiresAt'] }],
});

/** A step of a sign-in that was finished: what was signed for it counts once, until it counts no more at all. */
export class UsedStep extends UsedStepSchema.class {}
UsedStepSchema.setClass(UsedStep);

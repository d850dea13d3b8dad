import { defineEntity, p } from '@mikro-orm/core';
import type { ApiRules } from '@parley/shared/contracts/api';

const ApiSchema = defineEntity({
  name: 'Api',
  properties: {
    id: p.string().length(40).primary(),
    slug: p.string().length(64).unique(),
    name: p.string().length(100),
    description: p.string().length(1000).nullable(),
    isBuiltIn: p.boolean(),
    rules: p.json().$type<ApiRules>(),
    /** How many contract versions were uploaded; the number of the newest. */
    versionCount: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** One interface that the company opens. */
export class Api extends ApiSchema.class {}
ApiSchema.setClass(Api);

import { defineEntity, p } from '@mikro-orm/core';

const InstallationSchema = defineEntity({
  name: 'Installation',
  properties: {
    /** `inst_…`, which `keyCheck` holds sealed. */
    id: p.string().length(40).primary(),
    /** Always 1: there is one row. */
    singular: p.integer().unique(),
    keyCheck: p.text().hidden(),
    /** The version of Parley that started last on this database. */
    version: p.string().length(40),
    createdAt: p.datetime(3),
  },
});

/** What a database says of itself: which master key it belongs to, and which version wrote it last. */
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);

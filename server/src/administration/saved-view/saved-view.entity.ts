import { defineEntity, p } from '@mikro-orm/core';
import type { ViewedList } from '@parley/shared/administration/saved-view';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const SavedViewRowSchema = defineEntity({
  name: 'SavedView',
  tableName: 'saved_view',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    owner: () => p.manyToOne(Staff).index(false),
    list: p.string().length(20).$type<ViewedList>(),
    name: p.string().length(60),
    /** The list, whoever sees the view and its name in small letters: among them a name is given once. */
    nameKey: p.string().length(200).unique(),
    search: p.string().length(2000),
    isShared: p.boolean(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  indexes: [{ properties: ['list', 'owner'] }],
});

/** How somebody looks at a list: filters, order and columns under a name. */
export class SavedViewRow extends SavedViewRowSchema.class {}
SavedViewRowSchema.setClass(SavedViewRow);

const DefaultViewSchema = defineEntity({
  name: 'DefaultView',
  filters: staffOnly,
  properties: {
    /** The person and the list. */
    id: p.string().length(80).primary(),
    view: () => p.manyToOne(SavedViewRow).index('default_view_view_id_index').deleteRule('cascade'),
  },
});

/** With which view a list opens for a person. */
export class DefaultView extends DefaultViewSchema.class {}
DefaultViewSchema.setClass(DefaultView);

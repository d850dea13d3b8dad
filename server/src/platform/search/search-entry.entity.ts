import { defineEntity, p } from '@mikro-orm/core';
import type { Environment } from '@parley/shared/words/environment';
import type { SearchKind } from './search-kinds.ts';

const SearchEntrySchema = defineEntity({
  name: 'SearchEntry',
  properties: {
    number: p.integer().primary().autoincrement(),
    kind: p.string().length(20).$type<SearchKind>(),
    /** The id of what it stands for; of an operation, its contract version and its place there. */
    objectId: p.string().length(60),
    /** Whose it is; `null` for what is everybody's, or the company's. */
    consumerId: p.string().length(40).nullable(),
    environment: p.string().length(10).$type<Environment>().nullable(),
    /** What it is called, as it is written. */
    title: p.text(),
    /** What else it is found by, a line each. */
    words: p.text(),
    /** The title as it is compared; `null` until that was made, which is done before the next search. */
    label: p.string().length(200).nullable(),
    /** Title and words as they are compared. */
    folded: p.text().nullable(),
    /** What it is found by, on PostgreSQL; on SQLite that is in `search_gram`. */
    grams: p.array().nullable(),
  },
  // On PostgreSQL the id in it is of the collation "C": it is looked for by its beginning as well.
  uniques: [{ properties: ['kind', 'objectId'] }],
  indexes: [
    // By the beginning of the title. On PostgreSQL the label in both is of the collation "C".
    { name: 'search_entry_label_index', properties: ['kind', 'label'] },
    { name: 'search_entry_owner_index', properties: ['consumerId', 'kind', 'label'] },
    { name: 'search_entry_new_index', properties: ['number'], where: 'folded is null' },
  ],
});

/**
 * What a person may look for by a word: a row for each consumer, API key, endpoint and so on. Triggers of those tables
 * write it, see the migration that made it; nothing that comes with traffic is in it.
 */
export class SearchEntry extends SearchEntrySchema.class {}
SearchEntrySchema.setClass(SearchEntry);

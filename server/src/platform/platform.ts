import { removeExpiredRecords } from './idempotency/idempotency.service.ts';
import { IdempotencyRecord } from './idempotency/idempotency.entity.ts';
import { Installation } from './installation/installation.entity.ts';
import type { Parts } from './process/parts.ts';
import type { Wing, Work } from './process/wing.ts';
import { Revision } from './revision/revision.entity.ts';
import { SearchEntry } from './search/search-entry.entity.ts';
import { foldSearchEntries } from './search/search-index.service.ts';
import { ActivityHour } from './usage/activity-hour.entity.ts';
import { FieldUsage } from './usage/field-usage.entity.ts';
import { removeOldFieldUsage } from './usage/field-usage.service.ts';
import { CallDay, KeyHour, VersionDay } from './usage/roll-up.entity.ts';
import { Usage } from './usage/usage.entity.ts';

/** What stands below all wings: it knows no noun of the product and has no procedures. */
export const platform = {
  routers: {},
  entities: [
    SearchEntry,
    Installation,
    Usage,
    KeyHour,
    CallDay,
    VersionDay,
    ActivityHour,
    IdempotencyRecord,
    Revision,
    FieldUsage,
  ],
  tags: [],
  work: (parts: Parts): Work => ({
    chores: [
      { name: 'idempotency records', run: () => removeExpiredRecords(parts) },
      { name: 'write-ahead log', run: () => parts.store.cutLargeWal() },
      { name: 'search index', run: () => foldSearchEntries(parts) },
      { name: 'usage', run: () => removeOldFieldUsage(parts) },
    ],
  }),
} satisfies Wing & { work: unknown };

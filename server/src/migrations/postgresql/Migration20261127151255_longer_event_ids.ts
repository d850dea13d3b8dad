import { Migration } from '@mikro-orm/migrations';

/**
 * Own ids of events may have 128 characters. A longer varchar is a note in the catalogue: no row and no index is written
 * anew. `event` and `event_key` are locked for that moment, and wait for whoever reads them before.
 */
export class Migration20261127151255_longer_event_ids extends Migration {
  override name = 'Migration20261127151255_longer_event_ids';

  override up(): void | Promise<void> {
    this.addSql(`alter table "event" alter column "client_id" type varchar(128);`);
    this.addSql(`alter table "event_key" alter column "client_id" type varchar(128);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "event" alter column "client_id" type varchar(64);`);
    this.addSql(`alter table "event_key" alter column "client_id" type varchar(64);`);
  }
}

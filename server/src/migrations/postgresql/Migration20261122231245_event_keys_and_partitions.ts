import { Migration } from '@mikro-orm/migrations';

const indexes = {
  event: [
    `create index "event_environment_type_id_index" on "event" ("environment", "type", "id")`,
    `create index "event_publisher_id_id_index" on "event" ("publisher_id", "id")`,
    `create index "event_subject_index" on "event" ("subject", "id") where "subject" is not null`,
    `create index "event_client_id_index" on "event" ("client_id") where "client_id" is not null`,
    `create index "event_request_id_index" on "event" ("request_id") where "request_id" is not null`,
  ],
  attempt: [`create index "attempt_delivery_id_index" on "attempt" ("delivery_id")`],
};

const nameOf = (create: string): string => /"(\w+)"/.exec(create)?.[1] ?? '';

/**
 * Events and attempts by time: what is there becomes the default partition, without copying a row; the worker adds the
 * partitions of what is to come (see housekeeping/partitions.service.ts).
 */
export class Migration20261122231245_event_keys_and_partitions extends Migration {
  override name = 'Migration20261122231245_event_keys_and_partitions';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "event_key" ("publisher_id" varchar(40) not null, "environment" varchar(10) not null, "client_id" varchar(64) not null, "event_id" varchar(40) not null, primary key ("publisher_id", "environment", "client_id"));`,
    );
    this.addSql(
      `insert into event_key (publisher_id, environment, client_id, event_id) select publisher_id, environment, client_id, id from event where client_id is not null;`,
    );
    this.addSql(`drop index "event_client_id_unique";`);
    for (const table of ['event', 'attempt'] as const) {
      this.addSql(`alter table "${table}" rename to "${table}_rest";`);
      this.addSql(`alter index "${table}_pkey" rename to "${table}_rest_pkey";`);
      for (const create of indexes[table])
        this.addSql(
          `alter index "${nameOf(create)}" rename to "${nameOf(create).replace(table, `${table}_rest`)}";`,
        );
      this.addSql(
        `create table "${table}" (like "${table}_rest" including defaults including constraints, primary key ("id")) partition by range ("id");`,
      );
      this.addSql(`alter table "${table}" attach partition "${table}_rest" default;`);
      for (const create of indexes[table]) this.addSql(`${create};`);
    }
  }

  override down(): void | Promise<void> {
    for (const table of ['event', 'attempt'] as const) {
      this.addSql(`alter table "${table}" detach partition "${table}_rest";`);
      this.addSql(`insert into "${table}_rest" select * from "${table}";`);
      this.addSql(`drop table "${table}";`);
      this.addSql(`alter table "${table}_rest" rename to "${table}";`);
      this.addSql(`alter index "${table}_rest_pkey" rename to "${table}_pkey";`);
      for (const create of indexes[table])
        this.addSql(
          `alter index "${nameOf(create).replace(table, `${table}_rest`)}" rename to "${nameOf(create)}";`,
        );
    }
    this.addSql(`drop table if exists "event_key" cascade;`);
    this.addSql(
      `create unique index "event_client_id_unique" on "event" ("publisher_id", "environment", "client_id") where "client_id" is not null;`,
    );
  }
}

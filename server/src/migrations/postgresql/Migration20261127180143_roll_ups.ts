import { Migration } from '@mikro-orm/migrations';

export class Migration20261127180143_roll_ups extends Migration {
  override name = 'Migration20261127180143_roll_ups';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "call_day" ("consumer_id" varchar(40) not null, "environment" varchar(10) not null, "day" bigint not null, "api" varchar(64) not null, "version_id" varchar(40) not null, "operation" varchar(300) not null, "calls" int not null, "errors" int not null, "last_at" bigint not null, primary key ("consumer_id", "environment", "day", "api", "version_id", "operation"));`,
    );
    this.addSql(
      `create index "call_day_by_operation_index" on "call_day" ("api", "version_id", "environment", "operation", "day");`,
    );

    this.addSql(
      `create table "key_hour" ("key_id" varchar(40) not null, "hour" bigint not null, "consumer_id" varchar(40) not null, "environment" text not null, "calls" int not null, "errors" int not null, primary key ("key_id", "hour"));`,
    );
    this.addSql(
      `create index "key_hour_by_consumer_index" on "key_hour" ("consumer_id", "environment", "hour");`,
    );

    this.addSql(
      `create table "version_day" ("api" varchar(64) not null, "version_id" varchar(40) not null, "day" bigint not null, "consumer_id" varchar(40) not null, "environment" varchar(10) not null, "calls" int not null, "errors" int not null, "last_at" bigint not null, primary key ("api", "version_id", "day", "consumer_id", "environment"));`,
    );

    this.addSql(
      `create index "contract_notice_by_consumer_index" on "contract_notice" ("consumer_id", "id" collate "C");`,
    );

    this.addSql(
      `alter table "key_hour" add constraint "key_hour_environment_check" check ("environment" in ('live', 'test'));`,
    );
    // What was counted before. It reads both tables once; while it does, nothing is counted.
    this.addSql(`insert into key_hour (key_id, hour, consumer_id, environment, calls, errors)
      select key_id, hour, max(consumer_id), max(environment), sum(calls), sum(errors) from usage group by key_id, hour;`);
    this.addSql(`insert into call_day (consumer_id, environment, day, api, version_id, operation, calls, errors, last_at)
      select consumer_id, environment, hour - hour % 86400000, api, version_id, operation, sum(calls), sum(errors), max(last_at)
      from field_usage where field = '' group by consumer_id, environment, hour - hour % 86400000, api, version_id, operation;`);
    this.addSql(`insert into version_day (api, version_id, day, consumer_id, environment, calls, errors, last_at)
      select api, version_id, day, consumer_id, environment, sum(calls), sum(errors), max(last_at)
      from call_day group by api, version_id, day, consumer_id, environment;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "call_day" cascade;`);
    this.addSql(`drop table if exists "key_hour" cascade;`);
    this.addSql(`drop table if exists "version_day" cascade;`);

    this.addSql(`drop index "contract_notice_by_consumer_index";`);
  }
}

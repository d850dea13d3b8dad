import { Migration } from '@mikro-orm/migrations';

export class Migration20261128013311_refused_calls extends Migration {
  override name = 'Migration20261128013311_refused_calls';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "refused_call" ("key_id" varchar(40) not null, "code" varchar(60) not null, "reason" varchar(200) not null, "operation" varchar(100) not null, "key_name" varchar(100) not null, "consumer_id" varchar(40) not null, "environment" text not null, "calls" bigint not null, "first_at" bigint not null, "last_at" bigint not null, primary key ("key_id", "code", "reason", "operation"));`,
    );
    this.addSql(
      `create index "refused_call_by_consumer_index" on "refused_call" ("consumer_id", "environment", "last_at");`,
    );
    this.addSql(`create index "refused_call_by_last_index" on "refused_call" ("last_at");`);

    this.addSql(
      `alter table "refused_call" add constraint "refused_call_environment_check" check ("environment" in ('live', 'test'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "refused_call" cascade;`);
  }
}

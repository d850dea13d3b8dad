import { Migration } from '@mikro-orm/migrations';

export class Migration20261127185721_add_views_and_bulk extends Migration {
  override name = 'Migration20261127185721_add_views_and_bulk';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "bulk_change" ("id" varchar(40) not null, "environment" text not null, "consumer_id" varchar(40) null, "actor_id" varchar(40) not null, "actor_name" varchar(254) not null, "action" text not null, "status" text not null, "endpoint_ids" jsonb not null, "left_out" jsonb not null, "sample" jsonb not null, "failures" jsonb not null, "position" int not null default 0, "changed_count" int not null default 0, "next_step_at" bigint not null, "tries" int not null default 0, "created_at" bigint not null, "finished_at" bigint null, primary key ("id"));`,
    );
    this.addSql(
      `create index "bulk_change_status_next_step_at_index" on "bulk_change" ("status", "next_step_at");`,
    );
    this.addSql(
      `create index "bulk_change_by_consumer_index" on "bulk_change" ("consumer_id", "environment", "id" collate "C");`,
    );
    this.addSql(
      `create index "bulk_change_by_environment_index" on "bulk_change" ("environment", "id" collate "C");`,
    );

    this.addSql(
      `create table "saved_view" ("id" varchar(40) not null, "owner_id" varchar(40) not null, "list" varchar(20) not null, "name" varchar(60) not null, "name_key" varchar(200) not null, "search" varchar(2000) not null, "is_shared" boolean not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "saved_view" add constraint "saved_view_name_key_unique" unique ("name_key");`);
    this.addSql(`create index "saved_view_list_owner_id_index" on "saved_view" ("list", "owner_id");`);

    this.addSql(
      `create table "default_view" ("id" varchar(80) not null, "view_id" varchar(40) not null, primary key ("id"));`,
    );
    this.addSql(`create index "default_view_view_id_index" on "default_view" ("view_id");`);

    this.addSql(
      `alter table "recovery" add "delivery_ids" jsonb null, add "statuses" jsonb null, add "left_out" jsonb null;`,
    );

    this.addSql(
      `alter table "bulk_change" add constraint "bulk_change_environment_check" check ("environment" in ('live', 'test'));`,
    );
    this.addSql(
      `alter table "bulk_change" add constraint "bulk_change_action_check" check ("action" in ('disable', 'enable'));`,
    );
    this.addSql(
      `alter table "bulk_change" add constraint "bulk_change_status_check" check ("status" in ('planned', 'running', 'done', 'cancelled'));`,
    );

    this.addSql(
      `alter table "saved_view" add constraint "saved_view_owner_id_foreign" foreign key ("owner_id") references "staff" ("id");`,
    );

    this.addSql(
      `alter table "default_view" add constraint "default_view_view_id_foreign" foreign key ("view_id") references "saved_view" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "default_view" drop constraint "default_view_view_id_foreign";`);

    this.addSql(`drop table if exists "bulk_change" cascade;`);
    this.addSql(`drop table if exists "saved_view" cascade;`);
    this.addSql(`drop table if exists "default_view" cascade;`);

    this.addSql(
      `alter table "recovery" drop column "delivery_ids", drop column "statuses", drop column "left_out";`,
    );
  }
}

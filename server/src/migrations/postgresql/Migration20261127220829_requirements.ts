import { Migration } from '@mikro-orm/migrations';

export class Migration20261127220829_requirements extends Migration {
  override name = 'Migration20261127220829_requirements';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "intake_link" ("id" varchar(40) not null, "consumer_id" varchar(40) not null, "requirement_id" varchar(40) not null, "token_hash" varchar(64) not null, "credential_hash" varchar(64) null, "mailed_to" varchar(254) null, "created_at" timestamptz(3) not null, "open_before" timestamptz(3) not null, "opened_at" timestamptz(3) null, "ends_at" timestamptz(3) null, "revoked_at" timestamptz(3) null, "last_used_at" timestamptz(3) null, "writes" int not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "intake_link" add constraint "intake_link_token_hash_unique" unique ("token_hash");`,
    );
    this.addSql(
      `alter table "intake_link" add constraint "intake_link_credential_hash_unique" unique ("credential_hash");`,
    );
    this.addSql(`create index "intake_link_consumer_id_id_index" on "intake_link" ("consumer_id", "id");`);
    this.addSql(
      `create index "intake_link_requirement_id_id_index" on "intake_link" ("requirement_id", "id");`,
    );

    this.addSql(
      `create table "requirement_entry" ("id" varchar(40) not null, "requirement_id" varchar(40) not null, "consumer_id" varchar(40) not null, "act" varchar(20) not null, "author_kind" varchar(20) not null, "author_id" varchar(40) null, "author_name" varchar(254) not null, "text" varchar(4000) null, "changes" jsonb not null, "at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `create index "requirement_entry_requirement_id_id_index" on "requirement_entry" ("requirement_id", "id");`,
    );

    this.addSql(`alter table "requirement" drop constraint "requirement_status_check";`);
    this.addSql(
      `alter table "requirement" add "kind" varchar(30) null, add "contact_name" varchar(100) null, add "contact_email" varchar(254) null, add "technical_name" varchar(100) null, add "technical_email" varchar(254) null, add "calls_per_second" int null, add "data_class" varchar(30) null, add "credential_type" varchar(30) null, add "networks" jsonb not null default '[]', add "go_live_on" varchar(10) null, add "plan" jsonb null, add "updated_at" timestamptz null, add "submitted_at" timestamptz null;`,
    );
    this.addSql(
      `alter table "requirement" alter column "status" type varchar(20) using ("status"::varchar(20));`,
    );
    // What was declared before had no more states than these: it was submitted when it was declared. A table that people write.
    this.addSql(
      `update "requirement" set "updated_at" = coalesce("answered_at", "created_at"), "submitted_at" = "created_at";`,
    );
    this.addSql(
      `alter table "requirement" alter column "updated_at" set not null, alter column "networks" drop default;`,
    );
    this.addSql(`create index "requirement_status_id_index" on "requirement" ("status", "id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "intake_link" cascade;`);
    this.addSql(`drop table if exists "requirement_entry" cascade;`);

    this.addSql(`drop index "requirement_status_id_index";`);
    this.addSql(
      `alter table "requirement" drop column "kind", drop column "contact_name", drop column "contact_email", drop column "technical_name", drop column "technical_email", drop column "calls_per_second", drop column "data_class", drop column "credential_type", drop column "networks", drop column "go_live_on", drop column "plan", drop column "updated_at", drop column "submitted_at";`,
    );
    this.addSql(`alter table "requirement" alter column "status" type text using ("status"::text);`);
    this.addSql(
      `alter table "requirement" add constraint "requirement_status_check" check ("status" in ('submitted', 'approved', 'declined'));`,
    );
  }
}

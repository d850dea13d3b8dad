import { Migration } from '@mikro-orm/migrations';

export class Migration20261122235719_contracts extends Migration {
  override name = 'Migration20261122235719_contracts';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "api" ("id" varchar(40) not null, "slug" varchar(64) not null, "name" varchar(100) not null, "description" varchar(1000) null, "is_built_in" boolean not null, "rules" jsonb not null, "version_count" int not null, "created_at" timestamptz not null, "updated_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(`alter table "api" add constraint "api_slug_unique" unique ("slug");`);

    this.addSql(
      `create table "acceptance" ("id" varchar(40) not null, "api_id" varchar(40) not null, "fingerprint" varchar(64) not null, "reason" varchar(1000) not null, "approver" varchar(200) not null, "expires_at" timestamptz null, "created_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "acceptance" add constraint "acceptance_api_id_fingerprint_unique" unique ("api_id", "fingerprint");`,
    );

    this.addSql(
      `create table "contract_comparison" ("id" varchar(64) not null, "comparison" jsonb not null, "created_at" timestamptz not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "contract_text" ("sha256" varchar(64) not null, "json" text not null, "bytes" int not null, primary key ("sha256"));`,
    );

    this.addSql(
      `create table "contract_version" ("id" varchar(40) not null, "api_id" varchar(40) not null, "number" int not null, "sha256" varchar(64) not null, "version" varchar(200) not null, "title" varchar(500) not null, "openapi" text not null, "status" text not null, "bytes" int not null, "operations" jsonb not null, "operation_count" int not null, "lint_score" int not null, "lint" jsonb not null, "warnings" jsonb not null, "created_at" timestamptz not null, "reviewed_at" timestamptz null, "published_at" timestamptz null, "deprecated_at" timestamptz null, "sunset_at" timestamptz null, "retired_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "contract_version" add constraint "contract_version_api_id_number_unique" unique ("api_id", "number");`,
    );
    this.addSql(
      `alter table "contract_version" add constraint "contract_version_api_id_sha256_unique" unique ("api_id", "sha256");`,
    );

    this.addSql(
      `create table "contract_notice" ("id" varchar(40) not null, "version_id" varchar(40) not null, "consumer_id" varchar(40) not null, "channel" text not null, "change_count" int not null, "operations" jsonb not null, "told_at" timestamptz not null, primary key ("id"));`,
    );
    this.addSql(
      `create index "contract_notice_version_id_consumer_id_index" on "contract_notice" ("version_id", "consumer_id");`,
    );

    this.addSql(
      `create table "field_usage" ("key_id" varchar(40) not null, "api" varchar(64) not null, "operation" varchar(300) not null, "version_id" varchar(40) not null, "hour" bigint not null, "field" varchar(200) not null, "consumer_id" varchar(40) not null, "environment" text not null, "calls" int not null, "errors" int not null, "last_at" bigint not null, primary key ("key_id", "api", "operation", "version_id", "hour", "field"));`,
    );
    this.addSql(`create index "field_usage_api_hour_index" on "field_usage" ("api", "hour");`);
    this.addSql(
      `create index "field_usage_consumer_id_hour_index" on "field_usage" ("consumer_id", "hour");`,
    );

    this.addSql(
      `create table "requirement" ("id" varchar(40) not null, "consumer_id" varchar(40) not null, "purpose" varchar(2000) not null, "operations" jsonb not null, "event_types" jsonb not null, "calls_per_day" bigint null, "status" text not null, "answer" varchar(2000) null, "created_at" timestamptz not null, "answered_at" timestamptz null, primary key ("id"));`,
    );
    this.addSql(`create index "requirement_consumer_id_id_index" on "requirement" ("consumer_id", "id");`);

    this.addSql(
      `alter table "acceptance" add constraint "acceptance_api_id_foreign" foreign key ("api_id") references "api" ("id");`,
    );

    this.addSql(
      `alter table "contract_version" add constraint "contract_version_api_id_foreign" foreign key ("api_id") references "api" ("id");`,
    );
    this.addSql(
      `alter table "contract_version" add constraint "contract_version_openapi_check" check ("openapi" in ('3.0', '3.1', '3.2'));`,
    );
    this.addSql(
      `alter table "contract_version" add constraint "contract_version_status_check" check ("status" in ('draft', 'reviewed', 'published', 'deprecated', 'retired'));`,
    );

    this.addSql(
      `alter table "contract_notice" add constraint "contract_notice_version_id_foreign" foreign key ("version_id") references "contract_version" ("id");`,
    );
    this.addSql(
      `alter table "contract_notice" add constraint "contract_notice_channel_check" check ("channel" in ('event', 'mail', 'none'));`,
    );

    this.addSql(
      `alter table "field_usage" add constraint "field_usage_environment_check" check ("environment" in ('live', 'test'));`,
    );

    this.addSql(
      `alter table "requirement" add constraint "requirement_status_check" check ("status" in ('submitted', 'approved', 'declined'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "acceptance" drop constraint "acceptance_api_id_foreign";`);
    this.addSql(`alter table "contract_version" drop constraint "contract_version_api_id_foreign";`);
    this.addSql(`alter table "contract_notice" drop constraint "contract_notice_version_id_foreign";`);

    this.addSql(`drop table if exists "api" cascade;`);
    this.addSql(`drop table if exists "acceptance" cascade;`);
    this.addSql(`drop table if exists "contract_comparison" cascade;`);
    this.addSql(`drop table if exists "contract_text" cascade;`);
    this.addSql(`drop table if exists "contract_version" cascade;`);
    this.addSql(`drop table if exists "contract_notice" cascade;`);
    this.addSql(`drop table if exists "field_usage" cascade;`);
    this.addSql(`drop table if exists "requirement" cascade;`);
  }
}

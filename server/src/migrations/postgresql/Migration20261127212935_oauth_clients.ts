import { Migration } from '@mikro-orm/migrations';

export class Migration20261127212935_oauth_clients extends Migration {
  override name = 'Migration20261127212935_oauth_clients';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "client" ("id" varchar(40) not null, "consumer_id" varchar(40) not null, "name" varchar(100) not null, "environment" text not null, "scopes" jsonb not null, "secret_hash" varchar(64) null, "secret_hint" varchar(60) null, "secret_created_at" timestamptz(3) null, "secret_used_at" timestamptz(3) null, "previous_hash" varchar(64) null, "previous_hint" varchar(60) null, "previous_created_at" timestamptz(3) null, "previous_ends_at" timestamptz(3) null, "previous_used_at" timestamptz(3) null, "public_keys" jsonb not null, "token_seconds" int not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "expires_at" timestamptz(3) null, "revoked_at" timestamptz(3) null, "last_used_at" timestamptz(3) null, "created_by_key_id" varchar(40) null, "parent_key_id" varchar(40) null, primary key ("id"));`,
    );
    this.addSql(
      `create index "client_created_by_key_id_index" on "client" ("created_by_key_id") where "created_by_key_id" is not null;`,
    );
    this.addSql(
      `create index "client_parent_key_id_index" on "client" ("parent_key_id") where "parent_key_id" is not null;`,
    );
    this.addSql(
      `create index "client_by_consumer_index" on "client" ("consumer_id", "environment", "id" collate "C");`,
    );
    this.addSql(`create index "client_by_environment_index" on "client" ("environment", "id" collate "C");`);

    this.addSql(
      `create table "issuer" ("id" varchar(40) not null, "name" varchar(100) not null, "issuer" varchar(500) not null, "jwks_url" varchar(500) null, "audience" varchar(500) not null, "audience_claim" varchar(200) not null, "algorithms" jsonb not null, "token_type" text not null, "clock_tolerance_seconds" int not null, "consumer_claim" varchar(200) not null, "environment_claim" varchar(200) null, "environments" jsonb not null, "scope_claims" jsonb not null, "scope_map" jsonb not null, "scopes" jsonb not null, "status" text not null, "keys" text not null, "keys_fetched_at" timestamptz(3) null, "keys_tried_at" bigint not null default '0', "keys_settled_at" bigint not null default '0', "keys_failure" varchar(500) null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "issuer" add constraint "issuer_issuer_unique" unique ("issuer");`);

    this.addSql(
      `create table "issuer_consumer" ("id" varchar(40) not null, "issuer_id" varchar(40) not null, "value" varchar(200) not null, "environment" text not null, "consumer_id" varchar(40) not null, "last_used_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "issuer_consumer" add constraint "issuer_consumer_of_value" unique ("issuer_id", "value", "environment");`,
    );

    this.addSql(
      `create table "revoked_token" ("id" varchar(40) not null, "expires_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "revoked_token_expires_at_index" on "revoked_token" ("expires_at");`);

    this.addSql(
      `create table "signing_key" ("id" varchar(40) not null, "position" int not null, "public_jwk" jsonb not null, "private_box" text not null, "created_at" timestamptz(3) not null, "signs_from" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "signing_key" add constraint "signing_key_position_unique" unique ("position");`,
    );

    this.addSql(
      `create table "used_assertion" ("id" varchar(64) not null, "expires_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "used_assertion_expires_at_index" on "used_assertion" ("expires_at");`);

    this.addSql(
      `alter table "client" add constraint "client_consumer_id_foreign" foreign key ("consumer_id") references "consumer" ("id");`,
    );
    this.addSql(
      `alter table "client" add constraint "client_environment_check" check ("environment" in ('live', 'test'));`,
    );

    this.addSql(
      `alter table "issuer" add constraint "issuer_token_type_check" check ("token_type" in ('at+jwt', 'JWT'));`,
    );
    this.addSql(
      `alter table "issuer" add constraint "issuer_status_check" check ("status" in ('active', 'disabled'));`,
    );

    this.addSql(
      `alter table "issuer_consumer" add constraint "issuer_consumer_issuer_id_foreign" foreign key ("issuer_id") references "issuer" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "issuer_consumer" add constraint "issuer_consumer_consumer_id_foreign" foreign key ("consumer_id") references "consumer" ("id");`,
    );
    this.addSql(
      `alter table "issuer_consumer" add constraint "issuer_consumer_environment_check" check ("environment" in ('live', 'test'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "issuer_consumer" drop constraint "issuer_consumer_issuer_id_foreign";`);

    this.addSql(`drop table if exists "client" cascade;`);
    this.addSql(`drop table if exists "issuer" cascade;`);
    this.addSql(`drop table if exists "issuer_consumer" cascade;`);
    this.addSql(`drop table if exists "revoked_token" cascade;`);
    this.addSql(`drop table if exists "signing_key" cascade;`);
    this.addSql(`drop table if exists "used_assertion" cascade;`);
  }
}

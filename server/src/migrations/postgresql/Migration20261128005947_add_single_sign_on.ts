import { Migration } from '@mikro-orm/migrations';

export class Migration20261128005947_add_single_sign_on extends Migration {
  override name = 'Migration20261128005947_add_single_sign_on';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "identity_provider" ("id" varchar(40) not null, "name" varchar(60) not null, "issuer" varchar(500) not null, "client_id" varchar(300) not null, "client_secret" text not null, "scopes" jsonb not null, "group_claim" varchar(200) not null, "roles" jsonb not null, "vouches_for_email" boolean not null, "vouches_for_second_factor" boolean not null, "status" text not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "identity_provider" add constraint "identity_provider_issuer_unique" unique ("issuer");`,
    );

    this.addSql(
      `create table "provider_domain" ("domain" varchar(253) not null, "provider_id" varchar(40) not null, "is_only" boolean not null, primary key ("domain"));`,
    );

    this.addSql(
      `create table "staff_identity" ("id" varchar(40) not null, "staff_id" varchar(40) not null, "issuer" varchar(500) not null, "subject" varchar(255) not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "staff_identity" add constraint "staff_identity_issuer_subject_unique" unique ("issuer", "subject");`,
    );
    this.addSql(
      `alter table "staff_identity" add constraint "staff_identity_staff_id_issuer_unique" unique ("staff_id", "issuer");`,
    );

    this.addSql(
      `alter table "staff" add "has_identity" boolean not null default false, add "has_provider_factor" boolean not null default false;`,
    );

    this.addSql(
      `alter table "session" add "provider_id" varchar(40) null, add "has_two_factors" boolean not null default false;`,
    );
    this.addSql(`create index "session_provider_id_index" on "session" ("provider_id");`);

    this.addSql(
      `alter table "identity_provider" add constraint "identity_provider_status_check" check ("status" in ('active', 'disabled'));`,
    );

    this.addSql(
      `alter table "provider_domain" add constraint "provider_domain_provider_id_foreign" foreign key ("provider_id") references "identity_provider" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "staff_identity" add constraint "staff_identity_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "provider_domain" drop constraint "provider_domain_provider_id_foreign";`);

    this.addSql(`drop table if exists "identity_provider" cascade;`);
    this.addSql(`drop table if exists "provider_domain" cascade;`);
    this.addSql(`drop table if exists "staff_identity" cascade;`);

    this.addSql(`drop index "session_provider_id_index";`);
    this.addSql(`alter table "session" drop column "provider_id", drop column "has_two_factors";`);

    this.addSql(`alter table "staff" drop column "has_identity", drop column "has_provider_factor";`);
  }
}

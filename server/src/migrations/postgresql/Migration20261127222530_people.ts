import { Migration } from '@mikro-orm/migrations';

const headGuard = (
  refused: string,
): string => `create or replace function audit_head_guard() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or ${refused} then
      raise exception '%', tg_argv[0];
    end if;
    return new;
  end $$;`;
const entryTrigger = (
  guard: string,
): string => `create trigger audit_entry_change before update or delete on audit_entry
  for each row execute function ${guard}('The audit trail is never changed.');`;

/** Second factors, passkeys and personal tokens; the audit trail has several chains and a retention. */

export class Migration20261127222530_people extends Migration {
  override name = 'Migration20261127222530_people';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "security_policy" ("id" serial primary key, "second_factor_required" boolean not null default false);`,
    );

    this.addSql(
      `create table "recovery_code" ("id" varchar(64) not null, "staff_id" varchar(40) not null, "created_at" timestamptz(3) not null, "used_at" timestamptz(3) null, primary key ("id"));`,
    );

    this.addSql(
      `create table "personal_token" ("id" varchar(40) not null, "staff_id" varchar(40) not null, "name" varchar(100) not null, "secret_hash" varchar(64) not null, "last_four" varchar(4) not null, "scopes" varchar(2000) not null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, "last_used_at" timestamptz(3) null, "last_used_peer" varchar(64) null, "revoked_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "personal_token" add constraint "personal_token_secret_hash_unique" unique ("secret_hash");`,
    );

    this.addSql(
      `create table "passkey" ("id" varchar(40) not null, "staff_id" varchar(40) not null, "name" varchar(100) not null, "credential_id" varchar(1500) not null, "public_key" text not null, "counter" bigint not null default '0', "transports" varchar(200) not null, "is_synced" boolean not null, "created_at" timestamptz(3) not null, "last_used_at" timestamptz(3) null, "suspect_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "passkey" add constraint "passkey_credential_id_unique" unique ("credential_id");`,
    );

    this.addSql(
      `create table "used_step" ("id" varchar(40) not null, "expires_at" bigint not null, primary key ("id"));`,
    );
    this.addSql(`create index "used_step_expires_at_index" on "used_step" ("expires_at");`);

    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_position_unique";`);
    this.addSql(
      `alter table "audit_entry" add "lane" int not null default 1, add "reason" varchar(500) null, add "anchors" text null;`,
    );
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_lane_position_unique" unique ("lane", "position");`,
    );

    this.addSql(
      `alter table "audit_head" add "lanes" int not null default 1, add "cut_position" int not null default 0, add "cut_hash" varchar(64) not null default '';`,
    );

    this.addSql(
      `alter table "staff" add "totp_secret" varchar(200) null, add "totp_step" int null, add "has_passkey" boolean not null default false;`,
    );

    this.addSql(
      `alter table "session" add "confirmed_at" timestamptz(3) null, add "is_by_passkey" boolean not null default false;`,
    );

    this.addSql(
      `alter table "recovery_code" add constraint "recovery_code_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "personal_token" add constraint "personal_token_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "passkey" add constraint "passkey_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );

    // By hand: entries go only where the head says so first, and the head only grows.
    this.addSql(
      headGuard(`new.position <= old.position or new.id <> old.id or new.lanes < old.lanes
        or new.cut_position < old.cut_position or new.cut_position >= new.position`),
    );
    this.addSql(`create function audit_entry_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and old.position <= (select cut_position from audit_head where id = old.lane) then
          return old;
        end if;
        raise exception '%', tg_argv[0];
      end $$;`);
    this.addSql(`drop trigger audit_entry_change on audit_entry;`);
    this.addSql(entryTrigger('audit_entry_guard'));
  }

  override down(): void | Promise<void> {
    this.addSql(`drop trigger audit_entry_change on audit_entry;`);
    this.addSql(entryTrigger('audit_refuse'));
    this.addSql(`drop function audit_entry_guard;`);
    this.addSql(headGuard('new.position <= old.position or new.id <> old.id'));

    this.addSql(`drop table if exists "security_policy" cascade;`);
    this.addSql(`drop table if exists "recovery_code" cascade;`);
    this.addSql(`drop table if exists "personal_token" cascade;`);
    this.addSql(`drop table if exists "passkey" cascade;`);
    this.addSql(`drop table if exists "used_step" cascade;`);

    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_lane_position_unique";`);
    this.addSql(`alter table "audit_entry" drop column "lane", drop column "reason", drop column "anchors";`);
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_position_unique" unique ("position");`,
    );

    this.addSql(
      `alter table "audit_head" drop column "lanes", drop column "cut_position", drop column "cut_hash";`,
    );

    this.addSql(`alter table "session" drop column "confirmed_at", drop column "is_by_passkey";`);

    this.addSql(
      `alter table "staff" drop column "totp_secret", drop column "totp_step", drop column "has_passkey";`,
    );
  }
}

import { Migration } from '@mikro-orm/migrations';

// Whoever alters these tables by making them anew has to make their triggers anew as well: SQLite drops them with the table.
const triggers = {
  audit_entry_delete: `before delete on audit_entry
    when old.position > coalesce((select cut_position from audit_head where id = old.lane), 0)
    begin select raise(abort, 'The audit trail is never removed.'); end`,
  audit_head_update: `before update on audit_head
    when new.position <= old.position or new.id <> old.id or new.lanes < old.lanes
      or new.cut_position < old.cut_position or new.cut_position >= new.position
    begin select raise(abort, 'The head of the audit trail only grows.'); end`,
};
const triggersBefore = {
  audit_entry_delete: `before delete on audit_entry begin select raise(abort, 'The audit trail is never removed.'); end`,
  audit_head_update: `before update on audit_head when new.position <= old.position or new.id <> old.id begin select raise(abort, 'The head of the audit trail only grows.'); end`,
};

/** Second factors, passkeys and personal tokens; the audit trail has several chains and a retention. */

export class Migration20261127222530_people extends Migration {
  override name = 'Migration20261127222530_people';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`security_policy\` (\`id\` integer not null primary key autoincrement, \`second_factor_required\` integer not null default false);`,
    );

    this.addSql(
      `create table \`recovery_code\` (\`id\` text not null primary key, \`staff_id\` text not null, \`created_at\` datetime not null, \`used_at\` datetime null, constraint \`recovery_code_staff_id_foreign\` foreign key (\`staff_id\`) references \`staff\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`recovery_code_staff_id_index\` on \`recovery_code\` (\`staff_id\`);`);

    this.addSql(
      `create table \`personal_token\` (\`id\` text not null primary key, \`staff_id\` text not null, \`name\` text not null, \`secret_hash\` text not null, \`last_four\` text not null, \`scopes\` text not null, \`expires_at\` datetime not null, \`created_at\` datetime not null, \`last_used_at\` datetime null, \`last_used_peer\` text null, \`revoked_at\` datetime null, constraint \`personal_token_staff_id_foreign\` foreign key (\`staff_id\`) references \`staff\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`personal_token_staff_id_index\` on \`personal_token\` (\`staff_id\`);`);
    this.addSql(
      `create unique index \`personal_token_secret_hash_unique\` on \`personal_token\` (\`secret_hash\`);`,
    );

    this.addSql(
      `create table \`passkey\` (\`id\` text not null primary key, \`staff_id\` text not null, \`name\` text not null, \`credential_id\` text not null, \`public_key\` text not null, \`counter\` bigint not null default '0', \`transports\` text not null, \`is_synced\` integer not null, \`created_at\` datetime not null, \`last_used_at\` datetime null, \`suspect_at\` datetime null, constraint \`passkey_staff_id_foreign\` foreign key (\`staff_id\`) references \`staff\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`passkey_staff_id_index\` on \`passkey\` (\`staff_id\`);`);
    this.addSql(`create unique index \`passkey_credential_id_unique\` on \`passkey\` (\`credential_id\`);`);

    this.addSql(
      `create table \`used_step\` (\`id\` text not null primary key, \`expires_at\` bigint not null);`,
    );
    this.addSql(`create index \`used_step_expires_at_index\` on \`used_step\` (\`expires_at\`);`);

    this.addSql(`drop index \`audit_entry_position_unique\`;`);
    this.addSql(`alter table \`audit_entry\` add column \`lane\` integer not null default 1;`);
    this.addSql(`alter table \`audit_entry\` add column \`reason\` text null;`);
    this.addSql(`alter table \`audit_entry\` add column \`anchors\` text null;`);
    this.addSql(
      `create unique index \`audit_entry_lane_position_unique\` on \`audit_entry\` (\`lane\`, \`position\`);`,
    );

    this.addSql(`alter table \`audit_head\` add column \`lanes\` integer not null default 1;`);
    this.addSql(`alter table \`audit_head\` add column \`cut_position\` integer not null default 0;`);
    this.addSql(`alter table \`audit_head\` add column \`cut_hash\` text not null default '';`);

    this.addSql(`alter table \`staff\` add column \`totp_secret\` text null;`);
    this.addSql(`alter table \`staff\` add column \`totp_step\` integer null;`);
    this.addSql(`alter table \`staff\` add column \`has_passkey\` integer not null default false;`);

    this.addSql(`alter table \`session\` add column \`confirmed_at\` datetime null;`);
    this.addSql(`alter table \`session\` add column \`is_by_passkey\` integer not null default false;`);

    // By hand: entries go only where the head says so first, and the head only grows.
    for (const [name, rule] of Object.entries(triggers)) {
      this.addSql(`drop trigger ${name};`);
      this.addSql(`create trigger ${name} ${rule};`);
    }
  }

  override down(): void | Promise<void> {
    for (const [name, rule] of Object.entries(triggersBefore)) {
      this.addSql(`drop trigger ${name};`);
      this.addSql(`create trigger ${name} ${rule};`);
    }

    this.addSql(`drop table if exists \`security_policy\`;`);
    this.addSql(`drop table if exists \`recovery_code\`;`);
    this.addSql(`drop table if exists \`personal_token\`;`);
    this.addSql(`drop table if exists \`passkey\`;`);
    this.addSql(`drop table if exists \`used_step\`;`);

    this.addSql(`drop index \`audit_entry_lane_position_unique\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`lane\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`reason\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`anchors\`;`);
    this.addSql(`create unique index \`audit_entry_position_unique\` on \`audit_entry\` (\`position\`);`);

    this.addSql(`alter table \`audit_head\` drop column \`lanes\`;`);
    this.addSql(`alter table \`audit_head\` drop column \`cut_position\`;`);
    this.addSql(`alter table \`audit_head\` drop column \`cut_hash\`;`);

    this.addSql(`alter table \`session\` drop column \`confirmed_at\`;`);
    this.addSql(`alter table \`session\` drop column \`is_by_passkey\`;`);

    this.addSql(`alter table \`staff\` drop column \`totp_secret\`;`);
    this.addSql(`alter table \`staff\` drop column \`totp_step\`;`);
    this.addSql(`alter table \`staff\` drop column \`has_passkey\`;`);
  }
}

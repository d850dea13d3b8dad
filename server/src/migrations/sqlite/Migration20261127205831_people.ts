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

/** The audit trail has several chains and a retention. */

export class Migration20261127205831_people extends Migration {
  override name = 'Migration20261127205831_people';

  override up(): void | Promise<void> {
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

    this.addSql(`drop index \`audit_entry_lane_position_unique\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`lane\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`reason\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`anchors\`;`);
    this.addSql(`create unique index \`audit_entry_position_unique\` on \`audit_entry\` (\`position\`);`);

    this.addSql(`alter table \`audit_head\` drop column \`lanes\`;`);
    this.addSql(`alter table \`audit_head\` drop column \`cut_position\`;`);
    this.addSql(`alter table \`audit_head\` drop column \`cut_hash\`;`);
  }
}

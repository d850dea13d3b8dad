import { Migration } from '@mikro-orm/migrations';

// Whoever alters these tables by making them anew has to make their triggers anew as well: SQLite drops them with the table.
const triggers = {
  audit_entry_update: `before update on audit_entry begin select raise(abort, 'The audit trail is never changed.'); end`,
  audit_entry_delete: `before delete on audit_entry begin select raise(abort, 'The audit trail is never removed.'); end`,
  audit_head_update: `before update on audit_head when new.position <= old.position or new.id <> old.id begin select raise(abort, 'The head of the audit trail only grows.'); end`,
  audit_head_delete: `before delete on audit_head begin select raise(abort, 'The head of the audit trail is never removed.'); end`,
};

/** Who made a key was in the audit trail alone; the guards of that trail; and how receivers know an event. */

export class Migration20261127105906_rights extends Migration {
  override name = 'Migration20261127105906_rights';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`audit_head\` add column \`seal\` text null;`);

    this.addSql(`alter table \`api_key\` add column \`created_by_key_id\` text null;`);
    this.addSql(`alter table \`api_key\` add column \`parent_key_id\` text null;`);
    this.addSql(
      `create index \`api_key_created_by_key_id_index\` on \`api_key\` (\`created_by_key_id\`) where \`created_by_key_id\` is not null;`,
    );
    this.addSql(
      `create index \`api_key_parent_key_id_index\` on \`api_key\` (\`parent_key_id\`) where \`parent_key_id\` is not null;`,
    );

    // What keys made before: the trail knows.
    for (const [column, actions] of [
      ['created_by_key_id', `('api_key.create', 'api_key.rotate')`],
      ['parent_key_id', `('api_key.create')`],
    ])
      this.addSql(
        `update api_key set ${column} = (select min(a.actor_id) from audit_entry a where a.target_id = api_key.id and a.actor_kind = 'api_key' and a.action in ${actions});`,
      );

    this.addSql(`alter table \`event\` add column \`id_rule\` integer not null default 0;`);

    for (const [name, rule] of Object.entries(triggers)) this.addSql(`create trigger ${name} ${rule};`);
  }

  override down(): void | Promise<void> {
    for (const name of Object.keys(triggers)) this.addSql(`drop trigger ${name};`);

    this.addSql(`drop index \`api_key_created_by_key_id_index\`;`);
    this.addSql(`drop index \`api_key_parent_key_id_index\`;`);
    this.addSql(`alter table \`api_key\` drop column \`created_by_key_id\`;`);
    this.addSql(`alter table \`api_key\` drop column \`parent_key_id\`;`);

    this.addSql(`alter table \`audit_head\` drop column \`seal\`;`);

    this.addSql(`alter table \`event\` drop column \`id_rule\`;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

const guards = [
  ['audit_entry', 'audit_refuse', 'The audit trail is never changed.'],
  ['audit_head', 'audit_head_guard', 'The head of the audit trail only grows.'],
];

/**
 * Who made a key was in the audit trail alone; the guards of that trail; and how receivers know an event. The new columns
 * are nullable or have a constant default: no table is rewritten, each is locked for a moment.
 */

export class Migration20261127105906_rights extends Migration {
  override name = 'Migration20261127105906_rights';

  override up(): void | Promise<void> {
    this.addSql(`alter table "audit_head" add "seal" varchar(64) null;`);

    this.addSql(
      `alter table "api_key" add "created_by_key_id" varchar(40) null, add "parent_key_id" varchar(40) null;`,
    );
    this.addSql(
      `create index "api_key_created_by_key_id_index" on "api_key" ("created_by_key_id") where "created_by_key_id" is not null;`,
    );
    this.addSql(
      `create index "api_key_parent_key_id_index" on "api_key" ("parent_key_id") where "parent_key_id" is not null;`,
    );

    // What keys made before: the trail knows.
    for (const [column, actions] of [
      ['created_by_key_id', `('api_key.create', 'api_key.rotate')`],
      ['parent_key_id', `('api_key.create')`],
    ])
      this.addSql(
        `update api_key set ${column} = (select min(a.actor_id) from audit_entry a where a.target_id = api_key.id and a.actor_kind = 'api_key' and a.action in ${actions});`,
      );

    this.addSql(`alter table "event" add "id_rule" int not null default 0;`);

    this.addSql(`create function audit_refuse() returns trigger language plpgsql as $$
      begin raise exception '%', tg_argv[0]; end $$;`);
    this.addSql(`create function audit_head_guard() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or new.position <= old.position or new.id <> old.id then
          raise exception '%', tg_argv[0];
        end if;
        return new;
      end $$;`);
    for (const [table, guard, says] of guards) {
      this.addSql(
        `create trigger ${table}_change before update or delete on ${table} for each row execute function ${guard}('${says}');`,
      );
      this.addSql(
        `create trigger ${table}_truncate before truncate on ${table} for each statement execute function audit_refuse('${says}');`,
      );
    }
  }

  override down(): void | Promise<void> {
    for (const [table] of guards)
      for (const name of ['change', 'truncate']) this.addSql(`drop trigger ${table}_${name} on ${table};`);
    this.addSql(`drop function audit_refuse;`);
    this.addSql(`drop function audit_head_guard;`);

    this.addSql(`drop index "api_key_created_by_key_id_index";`);
    this.addSql(`drop index "api_key_parent_key_id_index";`);
    this.addSql(`alter table "api_key" drop column "created_by_key_id", drop column "parent_key_id";`);

    this.addSql(`alter table "audit_head" drop column "seal";`);

    this.addSql(`alter table "event" drop column "id_rule";`);
  }
}

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

/** The audit trail has several chains and a retention. */

export class Migration20261127205834_people extends Migration {
  override name = 'Migration20261127205834_people';

  override up(): void | Promise<void> {
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

    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_lane_position_unique";`);
    this.addSql(`alter table "audit_entry" drop column "lane", drop column "reason", drop column "anchors";`);
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_position_unique" unique ("position");`,
    );

    this.addSql(
      `alter table "audit_head" drop column "lanes", drop column "cut_position", drop column "cut_hash";`,
    );
  }
}

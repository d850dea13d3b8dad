import { Migration } from '@mikro-orm/migrations';

export class Migration20261127180725_account_display extends Migration {
  override name = 'Migration20261127180725_account_display';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "staff" add "time_zone" varchar(64) null, add "clock" text not null default 'h24', add "has_single_keys" boolean not null default true;`,
    );
    this.addSql(`alter table "staff" add constraint "staff_clock_check" check ("clock" in ('h24', 'h12'));`);

    this.addSql(`alter table "session" add "agent" varchar(256) null, add "peer" varchar(64) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "session" drop column "agent", drop column "peer";`);

    this.addSql(`alter table "staff" drop constraint "staff_clock_check";`);
    this.addSql(
      `alter table "staff" drop column "time_zone", drop column "clock", drop column "has_single_keys";`,
    );
  }
}

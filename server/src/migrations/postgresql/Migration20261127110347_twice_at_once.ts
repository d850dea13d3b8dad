import { Migration } from '@mikro-orm/migrations';

export class Migration20261127110347_twice_at_once extends Migration {
  override name = 'Migration20261127110347_twice_at_once';

  override up(): void | Promise<void> {
    this.addSql(`alter table "api_key" add "successor_id" varchar(40) null;`);

    this.addSql(
      `alter table "sign_in_throttle" alter column "blocked_until" type bigint using ((extract(epoch from "blocked_until") * 1000)::bigint);`,
    );
    this.addSql(
      `alter table "sign_in_throttle" alter column "updated_at" type bigint using ((extract(epoch from "updated_at") * 1000)::bigint);`,
    );
    this.addSql(`alter table "sign_in_throttle" rename column "failures" to "tries";`);
    this.addSql(`create index "sign_in_throttle_updated_at_index" on "sign_in_throttle" ("updated_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "api_key" drop column "successor_id";`);

    this.addSql(`drop index "sign_in_throttle_updated_at_index";`);
    this.addSql(
      `alter table "sign_in_throttle" alter column "blocked_until" type timestamptz(3) using (to_timestamp("blocked_until" / 1000.0));`,
    );
    this.addSql(
      `alter table "sign_in_throttle" alter column "updated_at" type timestamptz(3) using (to_timestamp("updated_at" / 1000.0));`,
    );
    this.addSql(`alter table "sign_in_throttle" rename column "tries" to "failures";`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261128010206_routes extends Migration {
  override name = 'Migration20261128010206_routes';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "route" ("id" varchar(40) not null, "api" varchar(64) not null, "match" jsonb not null, "match_key" varchar(300) not null, "status" text not null, "upstreams" jsonb not null, "policy" jsonb not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "route" add constraint "route_api_match_key_unique" unique ("api", "match_key");`,
    );

    this.addSql(
      `alter table "route" add constraint "route_status_check" check ("status" in ('active', 'disabled'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "route" cascade;`);
  }
}

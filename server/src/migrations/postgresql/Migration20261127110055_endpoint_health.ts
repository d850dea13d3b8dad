import { Migration } from '@mikro-orm/migrations';

export class Migration20261127110055_endpoint_health extends Migration {
  override name = 'Migration20261127110055_endpoint_health';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "endpoint" add "recent_window" bigint not null default '0', add "recent_delivered" int not null default 0, add "recent_failed" int not null default 0, add "earlier_delivered" int not null default 0, add "earlier_failed" int not null default 0;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(
      `alter table "endpoint" drop column "recent_window", drop column "recent_delivered", drop column "recent_failed", drop column "earlier_delivered", drop column "earlier_failed";`,
    );
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261127112223_poison_deliveries extends Migration {
  override name = 'Migration20261127112223_poison_deliveries';

  override up(): void | Promise<void> {
    this.addSql(`alter table "endpoint" add "filter_stopped_at" bigint null;`);

    this.addSql(
      `alter table "delivery" add "abandoned_count" int not null default 0, add "set_aside" varchar(20) null;`,
    );
    this.addSql(
      `create index "delivery_set_aside_index" on "delivery" ("set_aside", "id") where set_aside is not null;`,
    );

    this.addSql(`alter table "recovery" add "tries" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "delivery_set_aside_index";`);
    this.addSql(`alter table "delivery" drop column "abandoned_count", drop column "set_aside";`);

    this.addSql(`alter table "endpoint" drop column "filter_stopped_at";`);

    this.addSql(`alter table "recovery" drop column "tries";`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261127105542_by_hand extends Migration {
  override name = 'Migration20261127105542_by_hand';

  override up(): void | Promise<void> {
    this.addSql(`alter table "endpoint" add "circuit_closings" int not null default 0;`);

    this.addSql(
      `create index "delivery_by_hand_index" on "delivery" ("due_at") where next_trigger = 'manual' and due_at is not null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "delivery_by_hand_index";`);

    this.addSql(`alter table "endpoint" drop column "circuit_closings";`);
  }
}

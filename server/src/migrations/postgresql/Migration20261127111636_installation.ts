import { Migration } from '@mikro-orm/migrations';

export class Migration20261127111636_installation extends Migration {
  override name = 'Migration20261127111636_installation';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "installation" ("id" varchar(40) not null, "singular" int not null, "key_check" text not null, "version" varchar(40) not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "installation" add constraint "installation_singular_unique" unique ("singular");`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "installation" cascade;`);
  }
}

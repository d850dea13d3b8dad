import { Migration } from '@mikro-orm/migrations';

export class Migration20261127111635_installation extends Migration {
  override name = 'Migration20261127111635_installation';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`installation\` (\`id\` text not null primary key, \`singular\` integer not null, \`key_check\` text not null, \`version\` text not null, \`created_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`installation_singular_unique\` on \`installation\` (\`singular\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`installation\`;`);
  }
}

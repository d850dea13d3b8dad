import { Migration } from '@mikro-orm/migrations';

/** Columns are added, where a new table would take the sessions of all staff along when the old one is dropped. */
export class Migration20261127180724_account_display extends Migration {
  override name = 'Migration20261127180724_account_display';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`staff\` add column \`time_zone\` text null;`);
    this.addSql(`alter table \`staff\` add column \`clock\` text not null default 'h24';`);
    this.addSql(`alter table \`staff\` add column \`has_single_keys\` integer not null default true;`);
    this.addSql(`alter table \`session\` add column \`agent\` text null;`);
    this.addSql(`alter table \`session\` add column \`peer\` text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`session\` drop column \`peer\`;`);
    this.addSql(`alter table \`session\` drop column \`agent\`;`);
    this.addSql(`alter table \`staff\` drop column \`has_single_keys\`;`);
    this.addSql(`alter table \`staff\` drop column \`clock\`;`);
    this.addSql(`alter table \`staff\` drop column \`time_zone\`;`);
  }
}

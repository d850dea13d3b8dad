import { Migration } from '@mikro-orm/migrations';

export class Migration20261127110346_twice_at_once extends Migration {
  override name = 'Migration20261127110346_twice_at_once';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`api_key\` add column \`successor_id\` text null;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(
      `create table \`sign_in_throttle__temp_alter\` (\`id\` text not null primary key, \`tries\` integer not null, \`blocked_until\` bigint null, \`updated_at\` bigint not null);`,
    );
    this.addSql(
      `insert into \`sign_in_throttle__temp_alter\` select \`id\`, \`failures\`, \`blocked_until\`, \`updated_at\` from \`sign_in_throttle\`;`,
    );
    this.addSql(`drop table \`sign_in_throttle\`;`);
    this.addSql(`alter table \`sign_in_throttle__temp_alter\` rename to \`sign_in_throttle\`;`);
    this.addSql(
      `create index \`sign_in_throttle_updated_at_index\` on \`sign_in_throttle\` (\`updated_at\`);`,
    );
    this.addSql(`pragma foreign_keys = on;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`api_key\` drop column \`successor_id\`;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(
      `create table \`sign_in_throttle__temp_alter\` (\`blocked_until\` datetime null, \`failures\` integer not null, \`id\` text not null primary key, \`updated_at\` datetime not null);`,
    );
    this.addSql(
      `insert into \`sign_in_throttle__temp_alter\` select \`blocked_until\`, \`tries\`, \`id\`, \`updated_at\` from \`sign_in_throttle\`;`,
    );
    this.addSql(`drop table \`sign_in_throttle\`;`);
    this.addSql(`alter table \`sign_in_throttle__temp_alter\` rename to \`sign_in_throttle\`;`);
    this.addSql(`pragma foreign_keys = on;`);
  }
}

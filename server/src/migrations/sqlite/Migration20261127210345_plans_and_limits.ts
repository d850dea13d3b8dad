import { Migration } from '@mikro-orm/migrations';

export class Migration20261127210345_plans_and_limits extends Migration {
  override name = 'Migration20261127210345_plans_and_limits';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`key_caller\` (\`key_id\` text not null, \`peer\` text not null, \`agent\` text not null, \`consumer_id\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`calls\` bigint not null, \`first_at\` bigint not null, \`last_at\` bigint not null, primary key (\`key_id\`, \`peer\`, \`agent\`));`,
    );
    this.addSql(`create index \`key_caller_by_last_index\` on \`key_caller\` (\`last_at\`);`);

    this.addSql(
      `create table \`limit_call\` (\`counter_id\` text not null, \`at\` bigint not null, \`calls\` integer not null, primary key (\`counter_id\`, \`at\`));`,
    );

    this.addSql(
      `create table \`limit_counter\` (\`id\` text not null primary key, \`used\` bigint not null, \`last_at\` bigint not null, \`shift\` bigint not null, \`ends_at\` bigint not null);`,
    );
    this.addSql(`create index \`limit_counter_by_end_index\` on \`limit_counter\` (\`ends_at\`);`);

    this.addSql(
      `create table \`plan\` (\`consumer_id\` text not null primary key, \`live\` json null, \`test\` json null, \`time_zone\` text not null, \`when_store_is_away\` text check (\`when_store_is_away\` in ('open', 'closed')) not null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );

    this.addSql(`alter table \`api_key\` add column \`networks\` json null;`);
    this.addSql(`alter table \`api_key\` add column \`limits\` json null;`);
    this.addSql(`alter table \`api_key\` add column \`metadata\` json null;`);
    this.addSql(`alter table \`api_key\` add column \`imported_from\` text null;`);
    this.addSql(`alter table \`api_key\` add column \`leaked_at\` datetime null;`);
    this.addSql(`alter table \`api_key\` add column \`leak_url\` text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`key_caller\`;`);
    this.addSql(`drop table if exists \`limit_call\`;`);
    this.addSql(`drop table if exists \`limit_counter\`;`);
    this.addSql(`drop table if exists \`plan\`;`);

    this.addSql(`alter table \`api_key\` drop column \`networks\`;`);
    this.addSql(`alter table \`api_key\` drop column \`limits\`;`);
    this.addSql(`alter table \`api_key\` drop column \`metadata\`;`);
    this.addSql(`alter table \`api_key\` drop column \`imported_from\`;`);
    this.addSql(`alter table \`api_key\` drop column \`leaked_at\`;`);
    this.addSql(`alter table \`api_key\` drop column \`leak_url\`;`);
  }
}

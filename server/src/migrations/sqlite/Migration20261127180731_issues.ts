import { Migration } from '@mikro-orm/migrations';

export class Migration20261127180731_issues extends Migration {
  override name = 'Migration20261127180731_issues';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`issue\` (\`id\` text not null primary key, \`kind\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`consumer_id\` text not null, \`subject_id\` text not null, \`cause\` text not null, \`code\` integer not null default 0, \`status\` text not null, \`count\` bigint not null default '0', \`episode_count\` bigint not null default '0', \`since_at\` bigint not null, \`first_seen_at\` bigint not null, \`last_seen_at\` bigint not null, \`last_error\` text null, \`opened_at\` bigint null, \`muted_until\` bigint null, \`resolved_at\` bigint null, \`changed_at\` bigint not null, \`sample\` text not null, \`history\` text not null);`,
    );
    this.addSql(`create index \`issue_by_subject_index\` on \`issue\` (\`subject_id\`, \`status\`, \`id\`);`);
    this.addSql(
      `create index \`issue_by_consumer_index\` on \`issue\` (\`consumer_id\`, \`environment\`, \`status\`, \`id\`);`,
    );
    this.addSql(`create index \`issue_by_status_index\` on \`issue\` (\`environment\`, \`status\`, \`id\`);`);
    this.addSql(`create index \`issue_by_change_index\` on \`issue\` (\`changed_at\`);`);
    this.addSql(
      `create unique index \`issue_of_cause_unique\` on \`issue\` (\`kind\`, \`environment\`, \`subject_id\`, \`cause\`, \`code\`);`,
    );

    this.addSql(
      `create table \`issue_hour\` (\`issue_id\` text not null, \`hour\` bigint not null, \`count\` bigint not null, primary key (\`issue_id\`, \`hour\`));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`issue\`;`);
    this.addSql(`drop table if exists \`issue_hour\`;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261122235719_contracts extends Migration {
  override name = 'Migration20261122235719_contracts';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`api\` (\`id\` text not null primary key, \`slug\` text not null, \`name\` text not null, \`description\` text null, \`is_built_in\` integer not null, \`rules\` json not null, \`version_count\` integer not null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`api_slug_unique\` on \`api\` (\`slug\`);`);

    this.addSql(
      `create table \`acceptance\` (\`id\` text not null primary key, \`api_id\` text not null, \`fingerprint\` text not null, \`reason\` text not null, \`approver\` text not null, \`expires_at\` datetime null, \`created_at\` datetime not null, constraint \`acceptance_api_id_foreign\` foreign key (\`api_id\`) references \`api\` (\`id\`));`,
    );
    this.addSql(`create index \`acceptance_api_id_index\` on \`acceptance\` (\`api_id\`);`);
    this.addSql(
      `create unique index \`acceptance_api_id_fingerprint_unique\` on \`acceptance\` (\`api_id\`, \`fingerprint\`);`,
    );

    this.addSql(
      `create table \`contract_comparison\` (\`id\` text not null primary key, \`comparison\` json not null, \`created_at\` datetime not null);`,
    );

    this.addSql(
      `create table \`contract_text\` (\`sha256\` text not null primary key, \`json\` text not null, \`bytes\` integer not null);`,
    );

    this.addSql(
      `create table \`contract_version\` (\`id\` text not null primary key, \`api_id\` text not null, \`number\` integer not null, \`sha256\` text not null, \`version\` text not null, \`title\` text not null, \`openapi\` text check (\`openapi\` in ('3.0', '3.1', '3.2')) not null, \`status\` text check (\`status\` in ('draft', 'reviewed', 'published', 'deprecated', 'retired')) not null, \`bytes\` integer not null, \`operations\` json not null, \`operation_count\` integer not null, \`lint_score\` integer not null, \`lint\` json not null, \`warnings\` json not null, \`created_at\` datetime not null, \`reviewed_at\` datetime null, \`published_at\` datetime null, \`deprecated_at\` datetime null, \`sunset_at\` datetime null, \`retired_at\` datetime null, constraint \`contract_version_api_id_foreign\` foreign key (\`api_id\`) references \`api\` (\`id\`));`,
    );
    this.addSql(`create index \`contract_version_api_id_index\` on \`contract_version\` (\`api_id\`);`);
    this.addSql(
      `create unique index \`contract_version_api_id_number_unique\` on \`contract_version\` (\`api_id\`, \`number\`);`,
    );
    this.addSql(
      `create unique index \`contract_version_api_id_sha256_unique\` on \`contract_version\` (\`api_id\`, \`sha256\`);`,
    );

    this.addSql(
      `create table \`contract_notice\` (\`id\` text not null primary key, \`version_id\` text not null, \`consumer_id\` text not null, \`channel\` text check (\`channel\` in ('event', 'mail', 'none')) not null, \`change_count\` integer not null, \`operations\` json not null, \`told_at\` datetime not null, constraint \`contract_notice_version_id_foreign\` foreign key (\`version_id\`) references \`contract_version\` (\`id\`));`,
    );
    this.addSql(`create index \`contract_notice_version_id_index\` on \`contract_notice\` (\`version_id\`);`);
    this.addSql(
      `create index \`contract_notice_version_id_consumer_id_index\` on \`contract_notice\` (\`version_id\`, \`consumer_id\`);`,
    );

    this.addSql(
      `create table \`field_usage\` (\`key_id\` text not null, \`api\` text not null, \`operation\` text not null, \`version_id\` text not null, \`hour\` bigint not null, \`field\` text not null, \`consumer_id\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`calls\` integer not null, \`errors\` integer not null, \`last_at\` bigint not null, primary key (\`key_id\`, \`api\`, \`operation\`, \`version_id\`, \`hour\`, \`field\`));`,
    );
    this.addSql(`create index \`field_usage_api_hour_index\` on \`field_usage\` (\`api\`, \`hour\`);`);
    this.addSql(
      `create index \`field_usage_consumer_id_hour_index\` on \`field_usage\` (\`consumer_id\`, \`hour\`);`,
    );

    this.addSql(
      `create table \`requirement\` (\`id\` text not null primary key, \`consumer_id\` text not null, \`purpose\` text not null, \`operations\` json not null, \`event_types\` json not null, \`calls_per_day\` bigint null, \`status\` text check (\`status\` in ('submitted', 'approved', 'declined')) not null, \`answer\` text null, \`created_at\` datetime not null, \`answered_at\` datetime null);`,
    );
    this.addSql(
      `create index \`requirement_consumer_id_id_index\` on \`requirement\` (\`consumer_id\`, \`id\`);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`api\`;`);
    this.addSql(`drop table if exists \`acceptance\`;`);
    this.addSql(`drop table if exists \`contract_comparison\`;`);
    this.addSql(`drop table if exists \`contract_text\`;`);
    this.addSql(`drop table if exists \`contract_version\`;`);
    this.addSql(`drop table if exists \`contract_notice\`;`);
    this.addSql(`drop table if exists \`field_usage\`;`);
    this.addSql(`drop table if exists \`requirement\`;`);
  }
}

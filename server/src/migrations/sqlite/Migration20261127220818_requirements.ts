import { Migration } from '@mikro-orm/migrations';

export class Migration20261127220818_requirements extends Migration {
  override name = 'Migration20261127220818_requirements';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`intake_link\` (\`id\` text not null primary key, \`consumer_id\` text not null, \`requirement_id\` text not null, \`token_hash\` text not null, \`credential_hash\` text null, \`mailed_to\` text null, \`created_at\` datetime not null, \`open_before\` datetime not null, \`opened_at\` datetime null, \`ends_at\` datetime null, \`revoked_at\` datetime null, \`last_used_at\` datetime null, \`writes\` integer not null);`,
    );
    this.addSql(`create unique index \`intake_link_token_hash_unique\` on \`intake_link\` (\`token_hash\`);`);
    this.addSql(
      `create unique index \`intake_link_credential_hash_unique\` on \`intake_link\` (\`credential_hash\`);`,
    );
    this.addSql(
      `create index \`intake_link_consumer_id_id_index\` on \`intake_link\` (\`consumer_id\`, \`id\`);`,
    );
    this.addSql(
      `create index \`intake_link_requirement_id_id_index\` on \`intake_link\` (\`requirement_id\`, \`id\`);`,
    );

    this.addSql(
      `create table \`requirement_entry\` (\`id\` text not null primary key, \`requirement_id\` text not null, \`consumer_id\` text not null, \`act\` text not null, \`author_kind\` text not null, \`author_id\` text null, \`author_name\` text not null, \`text\` text null, \`changes\` json not null, \`at\` datetime not null);`,
    );
    this.addSql(
      `create index \`requirement_entry_requirement_id_id_index\` on \`requirement_entry\` (\`requirement_id\`, \`id\`);`,
    );

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(
      `create table \`requirement__temp_alter\` (\`id\` text not null primary key, \`consumer_id\` text not null, \`purpose\` text not null, \`kind\` text null, \`contact_name\` text null, \`contact_email\` text null, \`technical_name\` text null, \`technical_email\` text null, \`operations\` json not null, \`event_types\` json not null, \`calls_per_day\` bigint null, \`calls_per_second\` integer null, \`data_class\` text null, \`credential_type\` text null, \`networks\` json not null, \`go_live_on\` text null, \`plan\` json null, \`status\` text not null, \`answer\` text null, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`submitted_at\` datetime null, \`answered_at\` datetime null);`,
    );
    this.addSql(
      `insert into \`requirement__temp_alter\` select \`id\`, \`consumer_id\`, \`purpose\`, null as \`kind\`, null as \`contact_name\`, null as \`contact_email\`, null as \`technical_name\`, null as \`technical_email\`, \`operations\`, \`event_types\`, \`calls_per_day\`, null as \`calls_per_second\`, null as \`data_class\`, null as \`credential_type\`, '[]' as \`networks\`, null as \`go_live_on\`, null as \`plan\`, \`status\`, \`answer\`, \`created_at\`, coalesce(\`answered_at\`, \`created_at\`) as \`updated_at\`, \`created_at\` as \`submitted_at\`, \`answered_at\` from \`requirement\`;`,
    );
    this.addSql(`drop table \`requirement\`;`);
    this.addSql(`alter table \`requirement__temp_alter\` rename to \`requirement\`;`);
    this.addSql(
      `create index \`requirement_consumer_id_id_index\` on \`requirement\` (\`consumer_id\`, \`id\`);`,
    );
    this.addSql(`create index \`requirement_status_id_index\` on \`requirement\` (\`status\`, \`id\`);`);
    this.addSql(`pragma foreign_keys = on;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`intake_link\`;`);
    this.addSql(`drop table if exists \`requirement_entry\`;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(
      `create table \`requirement__temp_alter\` (\`answer\` text null, \`answered_at\` datetime null, \`calls_per_day\` bigint null, \`consumer_id\` text not null, \`created_at\` datetime not null, \`event_types\` json not null, \`id\` text not null primary key, \`operations\` json not null, \`purpose\` text not null, \`status\` text check (\`status\` in ('submitted', 'approved', 'declined')) not null);`,
    );
    this.addSql(
      `insert into \`requirement__temp_alter\` select \`answer\`, \`answered_at\`, \`calls_per_day\`, \`consumer_id\`, \`created_at\`, \`event_types\`, \`id\`, \`operations\`, \`purpose\`, \`status\` from \`requirement\`;`,
    );
    this.addSql(`drop table \`requirement\`;`);
    this.addSql(`alter table \`requirement__temp_alter\` rename to \`requirement\`;`);
    this.addSql(
      `create index \`requirement_consumer_id_id_index\` on \`requirement\` (\`consumer_id\`, \`id\`);`,
    );
    this.addSql(`pragma foreign_keys = on;`);
  }
}

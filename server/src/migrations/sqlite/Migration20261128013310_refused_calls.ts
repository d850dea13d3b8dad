import { Migration } from '@mikro-orm/migrations';

export class Migration20261128013310_refused_calls extends Migration {
  override name = 'Migration20261128013310_refused_calls';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`refused_call\` (\`key_id\` text not null, \`code\` text not null, \`reason\` text not null, \`operation\` text not null, \`key_name\` text not null, \`consumer_id\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`calls\` bigint not null, \`first_at\` bigint not null, \`last_at\` bigint not null, primary key (\`key_id\`, \`code\`, \`reason\`, \`operation\`));`,
    );
    this.addSql(
      `create index \`refused_call_by_consumer_index\` on \`refused_call\` (\`consumer_id\`, \`environment\`, \`last_at\`);`,
    );
    this.addSql(`create index \`refused_call_by_last_index\` on \`refused_call\` (\`last_at\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`refused_call\`;`);
  }
}

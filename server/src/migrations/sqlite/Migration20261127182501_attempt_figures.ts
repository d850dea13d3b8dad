import { Migration } from '@mikro-orm/migrations';

export class Migration20261127182501_attempt_figures extends Migration {
  override name = 'Migration20261127182501_attempt_figures';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`attempt_hour\` (\`subject\` text not null, \`hour\` bigint not null, \`is_delivered\` integer not null, \`bucket\` integer not null, \`attempts\` integer not null, primary key (\`subject\`, \`hour\`, \`is_delivered\`, \`bucket\`));`,
    );
    this.addSql(`create index \`attempt_hour_hour_index\` on \`attempt_hour\` (\`hour\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`attempt_hour\`;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261122231244_event_keys_and_partitions extends Migration {
  override name = 'Migration20261122231244_event_keys_and_partitions';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`event_key\` (\`publisher_id\` text not null, \`environment\` text not null, \`client_id\` text not null, \`event_id\` text not null, primary key (\`publisher_id\`, \`environment\`, \`client_id\`));`,
    );
    this.addSql(
      `insert into event_key (publisher_id, environment, client_id, event_id) select publisher_id, environment, client_id, id from event where client_id is not null;`,
    );
    this.addSql(`drop index \`event_client_id_unique\`;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`event_key\`;`);

    this.addSql(
      `create unique index \`event_client_id_unique\` on \`event\` (\`publisher_id\`, \`environment\`, \`client_id\`) where \`client_id\` is not null;`,
    );
  }
}

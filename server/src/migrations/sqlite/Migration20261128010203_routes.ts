import { Migration } from '@mikro-orm/migrations';

export class Migration20261128010203_routes extends Migration {
  override name = 'Migration20261128010203_routes';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`route\` (\`id\` text not null primary key, \`api\` text not null, \`match\` json not null, \`match_key\` text not null, \`status\` text check (\`status\` in ('active', 'disabled')) not null, \`upstreams\` json not null, \`policy\` json not null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`route_api_match_key_unique\` on \`route\` (\`api\`, \`match_key\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`route\`;`);
  }
}

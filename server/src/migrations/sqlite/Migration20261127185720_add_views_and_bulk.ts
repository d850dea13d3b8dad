import { Migration } from '@mikro-orm/migrations';

export class Migration20261127185720_add_views_and_bulk extends Migration {
  override name = 'Migration20261127185720_add_views_and_bulk';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`bulk_change\` (\`id\` text not null primary key, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`consumer_id\` text null, \`actor_id\` text not null, \`actor_name\` text not null, \`action\` text check (\`action\` in ('disable', 'enable')) not null, \`status\` text check (\`status\` in ('planned', 'running', 'done', 'cancelled')) not null, \`endpoint_ids\` json not null, \`left_out\` json not null, \`sample\` json not null, \`failures\` json not null, \`position\` integer not null default 0, \`changed_count\` integer not null default 0, \`next_step_at\` bigint not null, \`tries\` integer not null default 0, \`created_at\` bigint not null, \`finished_at\` bigint null);`,
    );
    this.addSql(
      `create index \`bulk_change_status_next_step_at_index\` on \`bulk_change\` (\`status\`, \`next_step_at\`);`,
    );
    this.addSql(
      `create index \`bulk_change_by_consumer_index\` on \`bulk_change\` (\`consumer_id\`, \`environment\`, \`id\`);`,
    );
    this.addSql(
      `create index \`bulk_change_by_environment_index\` on \`bulk_change\` (\`environment\`, \`id\`);`,
    );

    this.addSql(
      `create table \`saved_view\` (\`id\` text not null primary key, \`owner_id\` text not null, \`list\` text not null, \`name\` text not null, \`name_key\` text not null, \`search\` text not null, \`is_shared\` integer not null, \`created_at\` datetime not null, \`updated_at\` datetime not null, constraint \`saved_view_owner_id_foreign\` foreign key (\`owner_id\`) references \`staff\` (\`id\`));`,
    );
    this.addSql(`create unique index \`saved_view_name_key_unique\` on \`saved_view\` (\`name_key\`);`);
    this.addSql(
      `create index \`saved_view_list_owner_id_index\` on \`saved_view\` (\`list\`, \`owner_id\`);`,
    );

    this.addSql(
      `create table \`default_view\` (\`id\` text not null primary key, \`view_id\` text not null, constraint \`default_view_view_id_foreign\` foreign key (\`view_id\`) references \`saved_view\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`default_view_view_id_index\` on \`default_view\` (\`view_id\`);`);

    this.addSql(`alter table \`recovery\` add column \`delivery_ids\` json null;`);
    this.addSql(`alter table \`recovery\` add column \`statuses\` json null;`);
    this.addSql(`alter table \`recovery\` add column \`left_out\` json null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`bulk_change\`;`);
    this.addSql(`drop table if exists \`saved_view\`;`);
    this.addSql(`drop table if exists \`default_view\`;`);

    this.addSql(`alter table \`recovery\` drop column \`delivery_ids\`;`);
    this.addSql(`alter table \`recovery\` drop column \`statuses\`;`);
    this.addSql(`alter table \`recovery\` drop column \`left_out\`;`);
  }
}

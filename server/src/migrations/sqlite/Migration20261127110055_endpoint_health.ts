import { Migration } from '@mikro-orm/migrations';

export class Migration20261127110055_endpoint_health extends Migration {
  override name = 'Migration20261127110055_endpoint_health';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`endpoint\` add column \`recent_window\` bigint not null default '0';`);
    this.addSql(`alter table \`endpoint\` add column \`recent_delivered\` integer not null default 0;`);
    this.addSql(`alter table \`endpoint\` add column \`recent_failed\` integer not null default 0;`);
    this.addSql(`alter table \`endpoint\` add column \`earlier_delivered\` integer not null default 0;`);
    this.addSql(`alter table \`endpoint\` add column \`earlier_failed\` integer not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`endpoint\` drop column \`recent_window\`;`);
    this.addSql(`alter table \`endpoint\` drop column \`recent_delivered\`;`);
    this.addSql(`alter table \`endpoint\` drop column \`recent_failed\`;`);
    this.addSql(`alter table \`endpoint\` drop column \`earlier_delivered\`;`);
    this.addSql(`alter table \`endpoint\` drop column \`earlier_failed\`;`);
  }
}

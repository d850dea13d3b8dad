import { Migration } from '@mikro-orm/migrations';

/** Empty columns without a default: no row is written anew, and the lock of `attempt` is held for a moment. */
export class Migration20261127212124_phases_and_end_reasons extends Migration {
  override name = 'Migration20261127212124_phases_and_end_reasons';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`bulk_change\` add column \`end_reason\` text null;`);

    this.addSql(`alter table \`attempt\` add column \`connect_ms\` real null;`);
    this.addSql(`alter table \`attempt\` add column \`first_byte_ms\` real null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`attempt\` drop column \`connect_ms\`;`);
    this.addSql(`alter table \`attempt\` drop column \`first_byte_ms\`;`);

    this.addSql(`alter table \`bulk_change\` drop column \`end_reason\`;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261127150511_contract_origin extends Migration {
  override name = 'Migration20261127150511_contract_origin';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`contract_version\` drop column \`warnings\`;`);
    this.addSql(`alter table \`contract_version\` add column \`converted_from\` text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`contract_version\` drop column \`converted_from\`;`);
    this.addSql(`alter table \`contract_version\` add column \`warnings\` json not null;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** The way of the audit list by kind of actor, and a second address of a consumer. A million entries: about a second without writes. */
export class Migration20261127175512_audit_by_actor_kind extends Migration {
  override name = 'Migration20261127175512_audit_by_actor_kind';

  override up(): void | Promise<void> {
    this.addSql(
      `create index \`audit_entry_by_actor_kind_index\` on \`audit_entry\` (\`actor_kind\`, \`id\`);`,
    );

    this.addSql(`alter table \`consumer\` add column \`technical_email\` text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`audit_entry_by_actor_kind_index\`;`);

    this.addSql(`alter table \`consumer\` drop column \`technical_email\`;`);
  }
}

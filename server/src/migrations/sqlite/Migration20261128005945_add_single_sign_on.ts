import { Migration } from '@mikro-orm/migrations';

export class Migration20261128005945_add_single_sign_on extends Migration {
  override name = 'Migration20261128005945_add_single_sign_on';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`identity_provider\` (\`id\` text not null primary key, \`name\` text not null, \`issuer\` text not null, \`client_id\` text not null, \`client_secret\` text not null, \`scopes\` json not null, \`group_claim\` text not null, \`roles\` json not null, \`vouches_for_email\` integer not null, \`vouches_for_second_factor\` integer not null, \`status\` text check (\`status\` in ('active', 'disabled')) not null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );
    this.addSql(
      `create unique index \`identity_provider_issuer_unique\` on \`identity_provider\` (\`issuer\`);`,
    );

    this.addSql(
      `create table \`provider_domain\` (\`domain\` text not null primary key, \`provider_id\` text not null, \`is_only\` integer not null, constraint \`provider_domain_provider_id_foreign\` foreign key (\`provider_id\`) references \`identity_provider\` (\`id\`) on delete cascade);`,
    );
    this.addSql(
      `create index \`provider_domain_provider_id_index\` on \`provider_domain\` (\`provider_id\`);`,
    );

    this.addSql(
      `create table \`staff_identity\` (\`id\` text not null primary key, \`staff_id\` text not null, \`issuer\` text not null, \`subject\` text not null, \`created_at\` datetime not null, constraint \`staff_identity_staff_id_foreign\` foreign key (\`staff_id\`) references \`staff\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`staff_identity_staff_id_index\` on \`staff_identity\` (\`staff_id\`);`);
    this.addSql(
      `create unique index \`staff_identity_issuer_subject_unique\` on \`staff_identity\` (\`issuer\`, \`subject\`);`,
    );
    this.addSql(
      `create unique index \`staff_identity_staff_id_issuer_unique\` on \`staff_identity\` (\`staff_id\`, \`issuer\`);`,
    );

    this.addSql(`alter table \`staff\` add column \`has_identity\` integer not null default false;`);
    this.addSql(`alter table \`staff\` add column \`has_provider_factor\` integer not null default false;`);

    this.addSql(`alter table \`session\` add column \`provider_id\` text null;`);
    this.addSql(`alter table \`session\` add column \`has_two_factors\` integer not null default false;`);
    this.addSql(`create index \`session_provider_id_index\` on \`session\` (\`provider_id\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`identity_provider\`;`);
    this.addSql(`drop table if exists \`provider_domain\`;`);
    this.addSql(`drop table if exists \`staff_identity\`;`);

    this.addSql(`drop index \`session_provider_id_index\`;`);
    this.addSql(`alter table \`session\` drop column \`provider_id\`;`);
    this.addSql(`alter table \`session\` drop column \`has_two_factors\`;`);

    this.addSql(`alter table \`staff\` drop column \`has_identity\`;`);
    this.addSql(`alter table \`staff\` drop column \`has_provider_factor\`;`);
  }
}

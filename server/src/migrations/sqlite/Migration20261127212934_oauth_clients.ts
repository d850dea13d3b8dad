import { Migration } from '@mikro-orm/migrations';

export class Migration20261127212934_oauth_clients extends Migration {
  override name = 'Migration20261127212934_oauth_clients';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`client\` (\`id\` text not null primary key, \`consumer_id\` text not null, \`name\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`scopes\` json not null, \`secret_hash\` text null, \`secret_hint\` text null, \`secret_created_at\` datetime null, \`secret_used_at\` datetime null, \`previous_hash\` text null, \`previous_hint\` text null, \`previous_created_at\` datetime null, \`previous_ends_at\` datetime null, \`previous_used_at\` datetime null, \`public_keys\` json not null, \`token_seconds\` integer not null, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`expires_at\` datetime null, \`revoked_at\` datetime null, \`last_used_at\` datetime null, \`created_by_key_id\` text null, \`parent_key_id\` text null, constraint \`client_consumer_id_foreign\` foreign key (\`consumer_id\`) references \`consumer\` (\`id\`));`,
    );
    this.addSql(`create index \`client_consumer_id_index\` on \`client\` (\`consumer_id\`);`);
    this.addSql(
      `create index \`client_created_by_key_id_index\` on \`client\` (\`created_by_key_id\`) where \`created_by_key_id\` is not null;`,
    );
    this.addSql(
      `create index \`client_parent_key_id_index\` on \`client\` (\`parent_key_id\`) where \`parent_key_id\` is not null;`,
    );
    this.addSql(
      `create index \`client_by_consumer_index\` on \`client\` (\`consumer_id\`, \`environment\`, \`id\`);`,
    );
    this.addSql(`create index \`client_by_environment_index\` on \`client\` (\`environment\`, \`id\`);`);

    this.addSql(
      `create table \`issuer\` (\`id\` text not null primary key, \`name\` text not null, \`issuer\` text not null, \`jwks_url\` text null, \`audience\` text not null, \`audience_claim\` text not null, \`algorithms\` json not null, \`token_type\` text check (\`token_type\` in ('at+jwt', 'JWT')) not null, \`clock_tolerance_seconds\` integer not null, \`consumer_claim\` text not null, \`environment_claim\` text null, \`environments\` json not null, \`scope_claims\` json not null, \`scope_map\` json not null, \`scopes\` json not null, \`status\` text check (\`status\` in ('active', 'disabled')) not null, \`keys\` text not null, \`keys_fetched_at\` datetime null, \`keys_tried_at\` bigint not null default '0', \`keys_settled_at\` bigint not null default '0', \`keys_failure\` text null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`issuer_issuer_unique\` on \`issuer\` (\`issuer\`);`);

    this.addSql(
      `create table \`issuer_consumer\` (\`id\` text not null primary key, \`issuer_id\` text not null, \`value\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`consumer_id\` text not null, \`last_used_at\` datetime null, constraint \`issuer_consumer_issuer_id_foreign\` foreign key (\`issuer_id\`) references \`issuer\` (\`id\`) on delete cascade, constraint \`issuer_consumer_consumer_id_foreign\` foreign key (\`consumer_id\`) references \`consumer\` (\`id\`));`,
    );
    this.addSql(`create index \`issuer_consumer_issuer_id_index\` on \`issuer_consumer\` (\`issuer_id\`);`);
    this.addSql(
      `create index \`issuer_consumer_consumer_id_index\` on \`issuer_consumer\` (\`consumer_id\`);`,
    );
    this.addSql(
      `create unique index \`issuer_consumer_of_value\` on \`issuer_consumer\` (\`issuer_id\`, \`value\`, \`environment\`);`,
    );

    this.addSql(
      `create table \`revoked_token\` (\`id\` text not null primary key, \`expires_at\` datetime not null);`,
    );
    this.addSql(`create index \`revoked_token_expires_at_index\` on \`revoked_token\` (\`expires_at\`);`);

    this.addSql(
      `create table \`signing_key\` (\`id\` text not null primary key, \`position\` integer not null, \`public_jwk\` json not null, \`private_box\` text not null, \`created_at\` datetime not null, \`signs_from\` datetime not null);`,
    );
    this.addSql(`create unique index \`signing_key_position_unique\` on \`signing_key\` (\`position\`);`);

    this.addSql(
      `create table \`used_assertion\` (\`id\` text not null primary key, \`expires_at\` datetime not null);`,
    );
    this.addSql(`create index \`used_assertion_expires_at_index\` on \`used_assertion\` (\`expires_at\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`client\`;`);
    this.addSql(`drop table if exists \`issuer\`;`);
    this.addSql(`drop table if exists \`issuer_consumer\`;`);
    this.addSql(`drop table if exists \`revoked_token\`;`);
    this.addSql(`drop table if exists \`signing_key\`;`);
    this.addSql(`drop table if exists \`used_assertion\`;`);
  }
}

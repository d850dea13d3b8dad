import { Migration } from '@mikro-orm/migrations';

export class Migration20261122212538_initial extends Migration {
  override name = 'Migration20261122212538_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`activity_hour\` (\`environment\` text not null, \`hour\` bigint not null, \`events\` integer not null, \`delivered\` integer not null, \`failed\` integer not null, primary key (\`environment\`, \`hour\`));`,
    );

    this.addSql(
      `create table \`audit_entry\` (\`id\` text not null primary key, \`position\` integer not null, \`at\` datetime not null, \`actor_kind\` text check (\`actor_kind\` in ('staff', 'api_key', 'command_line', 'system')) not null, \`actor_id\` text null, \`actor_name\` text not null, \`action\` text not null, \`target_id\` text null, \`consumer_id\` text null, \`environment\` text null, \`changes\` text not null, \`request_id\` text null, \`peer\` text null, \`hash\` text not null);`,
    );
    this.addSql(`create unique index \`audit_entry_position_unique\` on \`audit_entry\` (\`position\`);`);
    this.addSql(`create index \`audit_entry_target_id_index\` on \`audit_entry\` (\`target_id\`);`);
    this.addSql(`create index \`audit_entry_consumer_id_index\` on \`audit_entry\` (\`consumer_id\`);`);
    this.addSql(`create index \`audit_entry_request_id_index\` on \`audit_entry\` (\`request_id\`);`);

    this.addSql(
      `create table \`audit_head\` (\`id\` integer not null primary key autoincrement, \`position\` integer not null, \`hash\` text not null);`,
    );

    this.addSql(
      `create table \`consumer\` (\`id\` text not null primary key, \`name\` text not null, \`kind\` text check (\`kind\` in ('mobile_app', 'web_app', 'third_party', 'partner', 'internal_service')) not null, \`description\` text null, \`contact_email\` text null, \`status\` text check (\`status\` in ('active', 'suspended')) not null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`consumer_name_unique\` on \`consumer\` (\`name\`);`);

    this.addSql(
      `create table \`api_key\` (\`id\` text not null primary key, \`consumer_id\` text not null, \`name\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`scopes\` json not null, \`secret_hash\` text not null, \`hint\` text not null, \`created_at\` datetime not null, \`expires_at\` datetime null, \`revoked_at\` datetime null, \`last_used_at\` datetime null, constraint \`api_key_consumer_id_foreign\` foreign key (\`consumer_id\`) references \`consumer\` (\`id\`));`,
    );
    this.addSql(`create index \`api_key_consumer_id_index\` on \`api_key\` (\`consumer_id\`);`);
    this.addSql(`create unique index \`api_key_secret_hash_unique\` on \`api_key\` (\`secret_hash\`);`);

    this.addSql(
      `create table \`endpoint\` (\`id\` text not null primary key, \`consumer_id\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`url\` text not null, \`description\` text null, \`event_types\` json not null, \`header_names\` json not null, \`headers_box\` text null, \`rate_limit_per_second\` integer null, \`secret_box\` text not null, \`previous_secret_box\` text null, \`previous_secret_expires_at\` datetime null, \`ordered\` integer not null default false, \`filter\` text null, \`schema_versions\` json not null, \`retry_schedule\` json null, \`signatures\` json not null, \`signing_key_box\` text null, \`public_key\` text null, \`paused_until\` bigint null, \`failing_since\` bigint null, \`warned_percent\` integer not null default 0, \`disabled_reason\` text check (\`disabled_reason\` in ('manual', 'gone', 'failing')) null, \`removed_at\` datetime null, \`failure_streak\` integer not null default 0, \`last_success_at\` bigint null, \`last_failure_at\` bigint null, \`created_at\` datetime not null, \`updated_at\` datetime not null, constraint \`endpoint_consumer_id_foreign\` foreign key (\`consumer_id\`) references \`consumer\` (\`id\`));`,
    );
    this.addSql(`create index \`endpoint_consumer_id_index\` on \`endpoint\` (\`consumer_id\`);`);

    this.addSql(
      `create table \`event\` (\`id\` text not null primary key, \`client_id\` text null, \`fingerprint\` text null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`type\` text not null, \`schema_version\` integer not null, \`subject\` text null, \`body\` text not null, \`audience\` text not null, \`publisher_id\` text not null, \`key_id\` text null, \`request_id\` text null, \`occurred_at\` bigint not null, \`created_at\` bigint not null);`,
    );
    this.addSql(
      `create index \`event_environment_type_id_index\` on \`event\` (\`environment\`, \`type\`, \`id\`);`,
    );
    this.addSql(`create index \`event_publisher_id_id_index\` on \`event\` (\`publisher_id\`, \`id\`);`);
    this.addSql(
      `create index \`event_subject_index\` on \`event\` (\`subject\`, \`id\`) where \`subject\` is not null;`,
    );
    this.addSql(
      `create index \`event_client_id_index\` on \`event\` (\`client_id\`) where \`client_id\` is not null;`,
    );
    this.addSql(
      `create index \`event_request_id_index\` on \`event\` (\`request_id\`) where \`request_id\` is not null;`,
    );
    this.addSql(
      `create unique index \`event_client_id_unique\` on \`event\` (\`publisher_id\`, \`environment\`, \`client_id\`) where \`client_id\` is not null;`,
    );

    this.addSql(
      `create table \`delivery\` (\`id\` text not null primary key, \`event_id\` text not null, \`endpoint_id\` text not null, \`consumer_id\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`event_type\` text not null, \`status\` text check (\`status\` in ('pending', 'failed', 'delivered', 'exhausted', 'cancelled')) not null, \`attempt_count\` integer not null, \`order_key\` text null, \`next_trigger\` text check (\`next_trigger\` in ('schedule', 'manual', 'recovery')) not null, \`due_at\` bigint null, \`lease_owner\` text null, \`last_response_status\` integer null, \`last_error\` text null, \`recovery_id\` text null, \`created_at\` bigint not null, \`completed_at\` bigint null);`,
    );
    this.addSql(
      `create index \`delivery_due_index\` on \`delivery\` (\`endpoint_id\`, \`due_at\`) where \`due_at\` is not null;`,
    );
    this.addSql(
      `create index \`delivery_order_index\` on \`delivery\` (\`endpoint_id\`, \`order_key\`, \`id\`) where order_key is not null and completed_at is null;`,
    );
    this.addSql(`create index \`delivery_event_id_index\` on \`delivery\` (\`event_id\`);`);
    this.addSql(`create index \`delivery_endpoint_id_id_index\` on \`delivery\` (\`endpoint_id\`, \`id\`);`);
    this.addSql(`create index \`delivery_consumer_id_id_index\` on \`delivery\` (\`consumer_id\`, \`id\`);`);
    this.addSql(
      `create index \`delivery_stuck_index\` on \`delivery\` (\`status\`, \`id\`) where status in ('failed', 'exhausted');`,
    );

    this.addSql(
      `create table \`attempt\` (\`id\` text not null primary key, \`delivery_id\` text not null, \`number\` integer not null, \`trigger\` text check (\`trigger\` in ('schedule', 'manual', 'recovery')) not null, \`outcome\` text check (\`outcome\` in ('delivered', 'refused', 'unreachable', 'blocked')) not null, \`url\` text not null, \`started_at\` bigint not null, \`duration_ms\` real not null, \`response_status\` integer null, \`response_headers\` text null, \`response_body\` text null, \`error\` text null);`,
    );
    this.addSql(`create index \`attempt_delivery_id_index\` on \`attempt\` (\`delivery_id\`);`);

    this.addSql(
      `create table \`event_type\` (\`id\` text not null primary key, \`name\` text not null, \`description\` text not null, \`version\` integer not null, \`created_at\` datetime not null, \`updated_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`event_type_name_unique\` on \`event_type\` (\`name\`);`);

    this.addSql(
      `create table \`event_type_version\` (\`id\` text not null primary key, \`event_type_id\` text not null, \`version\` integer not null, \`schema\` text not null, \`example\` text null, \`downcast\` text null, \`created_at\` datetime not null, constraint \`event_type_version_event_type_id_foreign\` foreign key (\`event_type_id\`) references \`event_type\` (\`id\`));`,
    );
    this.addSql(
      `create index \`event_type_version_event_type_id_index\` on \`event_type_version\` (\`event_type_id\`);`,
    );
    this.addSql(
      `create unique index \`event_type_version_event_type_id_version_unique\` on \`event_type_version\` (\`event_type_id\`, \`version\`);`,
    );

    this.addSql(
      `create table \`idempotency_record\` (\`id\` text not null primary key, \`request_hash\` text not null, \`status\` integer not null, \`answer_box\` text not null, \`expires_at\` bigint not null);`,
    );
    this.addSql(
      `create index \`idempotency_record_expires_at_index\` on \`idempotency_record\` (\`expires_at\`);`,
    );

    this.addSql(
      `create table \`recovery\` (\`id\` text not null primary key, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`consumer_id\` text null, \`scope\` text check (\`scope\` in ('undelivered', 'everything', 'missed')) not null, \`status\` text check (\`status\` in ('planned', 'running', 'paused', 'done', 'cancelled')) not null, \`endpoint_ids\` json not null, \`event_types\` json null, \`since\` bigint null, \`until\` bigint not null, \`rate_per_second\` integer null, \`planned_count\` integer not null, \`sent_count\` integer not null default 0, \`delivered_count\` integer not null, \`unanswered_count\` integer not null, \`oldest_at\` bigint null, \`sample\` json not null, \`position\` integer not null default 0, \`cursor\` text null, \`next_step_at\` bigint not null, \`created_at\` bigint not null, \`started_at\` bigint null, \`finished_at\` bigint null);`,
    );
    this.addSql(
      `create index \`recovery_status_next_step_at_index\` on \`recovery\` (\`status\`, \`next_step_at\`);`,
    );

    this.addSql(`create table \`revision\` (\`id\` text not null primary key, \`value\` integer not null);`);

    this.addSql(
      `create table \`sign_in_throttle\` (\`id\` text not null primary key, \`failures\` integer not null, \`blocked_until\` datetime null, \`updated_at\` datetime not null);`,
    );

    this.addSql(
      `create table \`staff\` (\`id\` text not null primary key, \`email\` text not null, \`name\` text null, \`role\` text check (\`role\` in ('owner', 'admin', 'engineer', 'support', 'viewer')) not null, \`password_hash\` text null, \`disabled_at\` datetime null, \`last_signed_in_at\` datetime null, \`created_at\` datetime not null);`,
    );
    this.addSql(`create unique index \`staff_email_unique\` on \`staff\` (\`email\`);`);

    this.addSql(
      `create table \`session\` (\`id\` text not null primary key, \`staff_id\` text not null, \`expires_at\` datetime not null, \`created_at\` datetime not null, constraint \`session_staff_id_foreign\` foreign key (\`staff_id\`) references \`staff\` (\`id\`) on delete cascade);`,
    );
    this.addSql(`create index \`session_staff_id_index\` on \`session\` (\`staff_id\`);`);

    this.addSql(
      `create table \`invitation\` (\`id\` text not null primary key, \`token_hash\` text not null, \`role\` text check (\`role\` in ('owner', 'admin', 'engineer', 'support', 'viewer')) not null, \`staff_id\` text null, \`expires_at\` datetime not null, \`used_at\` datetime null, \`created_at\` datetime not null, constraint \`invitation_staff_id_foreign\` foreign key (\`staff_id\`) references \`staff\` (\`id\`) on delete set null);`,
    );
    this.addSql(`create unique index \`invitation_token_hash_unique\` on \`invitation\` (\`token_hash\`);`);
    this.addSql(`create index \`invitation_staff_id_index\` on \`invitation\` (\`staff_id\`);`);

    this.addSql(
      `create table \`usage\` (\`key_id\` text not null, \`operation\` text not null, \`hour\` bigint not null, \`consumer_id\` text not null, \`environment\` text check (\`environment\` in ('live', 'test')) not null, \`calls\` integer not null, \`errors\` integer not null, primary key (\`key_id\`, \`operation\`, \`hour\`));`,
    );

    this.addSql(
      `create table \`worker_process\` (\`id\` text not null primary key, \`alive_until\` bigint not null);`,
    );

    this.addSql(
      `create table \`worker_slot\` (\`id\` text not null primary key, \`owner\` text null, \`held_until\` bigint not null);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`activity_hour\`;`);
    this.addSql(`drop table if exists \`audit_entry\`;`);
    this.addSql(`drop table if exists \`audit_head\`;`);
    this.addSql(`drop table if exists \`consumer\`;`);
    this.addSql(`drop table if exists \`api_key\`;`);
    this.addSql(`drop table if exists \`endpoint\`;`);
    this.addSql(`drop table if exists \`event\`;`);
    this.addSql(`drop table if exists \`delivery\`;`);
    this.addSql(`drop table if exists \`attempt\`;`);
    this.addSql(`drop table if exists \`event_type\`;`);
    this.addSql(`drop table if exists \`event_type_version\`;`);
    this.addSql(`drop table if exists \`idempotency_record\`;`);
    this.addSql(`drop table if exists \`recovery\`;`);
    this.addSql(`drop table if exists \`revision\`;`);
    this.addSql(`drop table if exists \`sign_in_throttle\`;`);
    this.addSql(`drop table if exists \`staff\`;`);
    this.addSql(`drop table if exists \`session\`;`);
    this.addSql(`drop table if exists \`invitation\`;`);
    this.addSql(`drop table if exists \`usage\`;`);
    this.addSql(`drop table if exists \`worker_process\`;`);
    this.addSql(`drop table if exists \`worker_slot\`;`);
  }
}

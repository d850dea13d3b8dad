import { Migration } from '@mikro-orm/migrations';

export class Migration20261122212538_initial extends Migration {
  override name = 'Migration20261122212538_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "activity_hour" ("environment" varchar(10) not null, "hour" bigint not null, "events" int not null, "delivered" int not null, "failed" int not null, primary key ("environment", "hour"));`,
    );

    this.addSql(
      `create table "audit_entry" ("id" varchar(40) not null, "position" int not null, "at" timestamptz(3) not null, "actor_kind" text not null, "actor_id" varchar(40) null, "actor_name" varchar(254) not null, "action" varchar(100) not null, "target_id" varchar(200) null, "consumer_id" varchar(40) null, "environment" varchar(10) null, "changes" text not null, "request_id" varchar(128) null, "peer" varchar(64) null, "hash" varchar(64) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_position_unique" unique ("position");`,
    );
    this.addSql(`create index "audit_entry_target_id_index" on "audit_entry" ("target_id");`);
    this.addSql(`create index "audit_entry_consumer_id_index" on "audit_entry" ("consumer_id");`);
    this.addSql(`create index "audit_entry_request_id_index" on "audit_entry" ("request_id");`);

    this.addSql(
      `create table "audit_head" ("id" serial primary key, "position" int not null, "hash" varchar(64) not null);`,
    );

    this.addSql(
      `create table "consumer" ("id" varchar(40) not null, "name" varchar(100) not null, "kind" text not null, "description" varchar(1000) null, "contact_email" varchar(254) null, "status" text not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "consumer" add constraint "consumer_name_unique" unique ("name");`);

    this.addSql(
      `create table "api_key" ("id" varchar(40) not null, "consumer_id" varchar(40) not null, "name" varchar(100) not null, "environment" text not null, "scopes" jsonb not null, "secret_hash" varchar(64) not null, "hint" varchar(60) not null, "created_at" timestamptz(3) not null, "expires_at" timestamptz(3) null, "revoked_at" timestamptz(3) null, "last_used_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`alter table "api_key" add constraint "api_key_secret_hash_unique" unique ("secret_hash");`);

    this.addSql(
      `create table "endpoint" ("id" varchar(40) not null, "consumer_id" varchar(40) not null, "environment" text not null, "url" varchar(2000) not null, "description" varchar(500) null, "event_types" jsonb not null, "header_names" jsonb not null, "headers_box" text null, "rate_limit_per_second" int null, "secret_box" text not null, "previous_secret_box" text null, "previous_secret_expires_at" timestamptz(3) null, "ordered" boolean not null default false, "filter" text null, "schema_versions" jsonb not null, "retry_schedule" jsonb null, "signatures" jsonb not null, "signing_key_box" text null, "public_key" varchar(64) null, "paused_until" bigint null, "failing_since" bigint null, "warned_percent" int not null default 0, "disabled_reason" text null, "removed_at" timestamptz(3) null, "failure_streak" int not null default 0, "last_success_at" bigint null, "last_failure_at" bigint null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "endpoint_consumer_id_index" on "endpoint" ("consumer_id");`);

    this.addSql(
      `create table "event" ("id" varchar(40) not null, "client_id" varchar(64) null, "fingerprint" varchar(64) null, "environment" text not null, "type" varchar(128) not null, "schema_version" int not null, "subject" varchar(200) null, "body" text not null, "audience" text not null, "publisher_id" varchar(40) not null, "key_id" varchar(40) null, "request_id" varchar(128) null, "occurred_at" bigint not null, "created_at" bigint not null, primary key ("id"));`,
    );
    this.addSql(`create index "event_environment_type_id_index" on "event" ("environment", "type", "id");`);
    this.addSql(`create index "event_publisher_id_id_index" on "event" ("publisher_id", "id");`);
    this.addSql(
      `create index "event_subject_index" on "event" ("subject", "id") where "subject" is not null;`,
    );
    this.addSql(
      `create index "event_client_id_index" on "event" ("client_id") where "client_id" is not null;`,
    );
    this.addSql(
      `create index "event_request_id_index" on "event" ("request_id") where "request_id" is not null;`,
    );
    this.addSql(
      `create unique index "event_client_id_unique" on "event" ("publisher_id", "environment", "client_id") where "client_id" is not null;`,
    );

    this.addSql(
      `create table "delivery" ("id" varchar(40) not null, "event_id" varchar(40) not null, "endpoint_id" varchar(40) not null, "consumer_id" varchar(40) not null, "environment" text not null, "event_type" varchar(128) not null, "status" text not null, "attempt_count" int not null, "order_key" varchar(200) null, "next_trigger" text not null, "due_at" bigint null, "lease_owner" varchar(40) null, "last_response_status" int null, "last_error" varchar(500) null, "recovery_id" varchar(40) null, "created_at" bigint not null, "completed_at" bigint null, primary key ("id"));`,
    );
    this.addSql(
      `create index "delivery_due_index" on "delivery" ("endpoint_id", "due_at") where "due_at" is not null;`,
    );
    this.addSql(
      `create index "delivery_order_index" on "delivery" ("endpoint_id", "order_key", "id") where order_key is not null and completed_at is null;`,
    );
    this.addSql(`create index "delivery_event_id_index" on "delivery" ("event_id");`);
    this.addSql(`create index "delivery_endpoint_id_id_index" on "delivery" ("endpoint_id", "id");`);
    this.addSql(`create index "delivery_consumer_id_id_index" on "delivery" ("consumer_id", "id");`);
    this.addSql(
      `create index "delivery_stuck_index" on "delivery" ("status", "id") where status in ('failed', 'exhausted');`,
    );

    this.addSql(
      `create table "attempt" ("id" varchar(40) not null, "delivery_id" varchar(40) not null, "number" int not null, "trigger" text not null, "outcome" text not null, "url" varchar(2000) not null, "started_at" bigint not null, "duration_ms" real not null, "response_status" int null, "response_headers" text null, "response_body" text null, "error" varchar(500) null, primary key ("id"));`,
    );
    this.addSql(`create index "attempt_delivery_id_index" on "attempt" ("delivery_id");`);

    this.addSql(
      `create table "event_type" ("id" varchar(40) not null, "name" varchar(128) not null, "description" varchar(1000) not null, "version" int not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "event_type" add constraint "event_type_name_unique" unique ("name");`);

    this.addSql(
      `create table "event_type_version" ("id" varchar(40) not null, "event_type_id" varchar(40) not null, "version" int not null, "schema" text not null, "example" text null, "downcast" text null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "event_type_version" add constraint "event_type_version_event_type_id_version_unique" unique ("event_type_id", "version");`,
    );

    this.addSql(
      `create table "idempotency_record" ("id" varchar(64) not null, "request_hash" varchar(64) not null, "status" int not null, "answer_box" text not null, "expires_at" bigint not null, primary key ("id"));`,
    );
    this.addSql(`create index "idempotency_record_expires_at_index" on "idempotency_record" ("expires_at");`);

    this.addSql(
      `create table "recovery" ("id" varchar(40) not null, "environment" text not null, "consumer_id" varchar(40) null, "scope" text not null, "status" text not null, "endpoint_ids" jsonb not null, "event_types" jsonb null, "since" bigint null, "until" bigint not null, "rate_per_second" int null, "planned_count" int not null, "sent_count" int not null default 0, "delivered_count" int not null, "unanswered_count" int not null, "oldest_at" bigint null, "sample" jsonb not null, "position" int not null default 0, "cursor" varchar(40) null, "next_step_at" bigint not null, "created_at" bigint not null, "started_at" bigint null, "finished_at" bigint null, primary key ("id"));`,
    );
    this.addSql(
      `create index "recovery_status_next_step_at_index" on "recovery" ("status", "next_step_at");`,
    );

    this.addSql(
      `create table "revision" ("id" varchar(40) not null, "value" int not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "sign_in_throttle" ("id" varchar(120) not null, "failures" int not null, "blocked_until" timestamptz(3) null, "updated_at" timestamptz(3) not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "staff" ("id" varchar(40) not null, "email" varchar(254) not null, "name" varchar(100) null, "role" text not null, "password_hash" varchar(255) null, "disabled_at" timestamptz(3) null, "last_signed_in_at" timestamptz(3) null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "staff" add constraint "staff_email_unique" unique ("email");`);

    this.addSql(
      `create table "session" ("id" varchar(64) not null, "staff_id" varchar(40) not null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "invitation" ("id" varchar(40) not null, "token_hash" varchar(64) not null, "role" text not null, "staff_id" varchar(40) null, "expires_at" timestamptz(3) not null, "used_at" timestamptz(3) null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "invitation" add constraint "invitation_token_hash_unique" unique ("token_hash");`,
    );

    this.addSql(
      `create table "usage" ("key_id" varchar(40) not null, "operation" varchar(100) not null, "hour" bigint not null, "consumer_id" varchar(40) not null, "environment" text not null, "calls" int not null, "errors" int not null, primary key ("key_id", "operation", "hour"));`,
    );

    this.addSql(
      `create table "worker_process" ("id" varchar(40) not null, "alive_until" bigint not null, primary key ("id"));`,
    );

    this.addSql(
      `create table "worker_slot" ("id" varchar(1) not null, "owner" varchar(40) null, "held_until" bigint not null, primary key ("id"));`,
    );

    this.addSql(
      `alter table "audit_entry" add constraint "audit_entry_actor_kind_check" check ("actor_kind" in ('staff', 'api_key', 'command_line', 'system'));`,
    );

    this.addSql(
      `alter table "consumer" add constraint "consumer_kind_check" check ("kind" in ('mobile_app', 'web_app', 'third_party', 'partner', 'internal_service'));`,
    );
    this.addSql(
      `alter table "consumer" add constraint "consumer_status_check" check ("status" in ('active', 'suspended'));`,
    );

    this.addSql(
      `alter table "api_key" add constraint "api_key_consumer_id_foreign" foreign key ("consumer_id") references "consumer" ("id");`,
    );
    this.addSql(
      `alter table "api_key" add constraint "api_key_environment_check" check ("environment" in ('live', 'test'));`,
    );

    this.addSql(
      `alter table "endpoint" add constraint "endpoint_consumer_id_foreign" foreign key ("consumer_id") references "consumer" ("id");`,
    );
    this.addSql(
      `alter table "endpoint" add constraint "endpoint_environment_check" check ("environment" in ('live', 'test'));`,
    );
    this.addSql(
      `alter table "endpoint" add constraint "endpoint_disabled_reason_check" check ("disabled_reason" in ('manual', 'gone', 'failing'));`,
    );

    this.addSql(
      `alter table "event" add constraint "event_environment_check" check ("environment" in ('live', 'test'));`,
    );

    this.addSql(
      `alter table "delivery" add constraint "delivery_environment_check" check ("environment" in ('live', 'test'));`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_status_check" check ("status" in ('pending', 'failed', 'delivered', 'exhausted', 'cancelled'));`,
    );
    this.addSql(
      `alter table "delivery" add constraint "delivery_next_trigger_check" check ("next_trigger" in ('schedule', 'manual', 'recovery'));`,
    );

    this.addSql(
      `alter table "attempt" add constraint "attempt_trigger_check" check ("trigger" in ('schedule', 'manual', 'recovery'));`,
    );
    this.addSql(
      `alter table "attempt" add constraint "attempt_outcome_check" check ("outcome" in ('delivered', 'refused', 'unreachable', 'blocked'));`,
    );

    this.addSql(
      `alter table "event_type_version" add constraint "event_type_version_event_type_id_foreign" foreign key ("event_type_id") references "event_type" ("id");`,
    );

    this.addSql(
      `alter table "recovery" add constraint "recovery_environment_check" check ("environment" in ('live', 'test'));`,
    );
    this.addSql(
      `alter table "recovery" add constraint "recovery_scope_check" check ("scope" in ('undelivered', 'everything', 'missed'));`,
    );
    this.addSql(
      `alter table "recovery" add constraint "recovery_status_check" check ("status" in ('planned', 'running', 'paused', 'done', 'cancelled'));`,
    );

    this.addSql(
      `alter table "staff" add constraint "staff_role_check" check ("role" in ('owner', 'admin', 'engineer', 'support', 'viewer'));`,
    );

    this.addSql(
      `alter table "session" add constraint "session_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "invitation" add constraint "invitation_staff_id_foreign" foreign key ("staff_id") references "staff" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "invitation" add constraint "invitation_role_check" check ("role" in ('owner', 'admin', 'engineer', 'support', 'viewer'));`,
    );

    this.addSql(
      `alter table "usage" add constraint "usage_environment_check" check ("environment" in ('live', 'test'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "api_key" drop constraint "api_key_consumer_id_foreign";`);
    this.addSql(`alter table "endpoint" drop constraint "endpoint_consumer_id_foreign";`);
    this.addSql(
      `alter table "event_type_version" drop constraint "event_type_version_event_type_id_foreign";`,
    );
    this.addSql(`alter table "session" drop constraint "session_staff_id_foreign";`);
    this.addSql(`alter table "invitation" drop constraint "invitation_staff_id_foreign";`);

    this.addSql(`drop table if exists "activity_hour" cascade;`);
    this.addSql(`drop table if exists "audit_entry" cascade;`);
    this.addSql(`drop table if exists "audit_head" cascade;`);
    this.addSql(`drop table if exists "consumer" cascade;`);
    this.addSql(`drop table if exists "api_key" cascade;`);
    this.addSql(`drop table if exists "endpoint" cascade;`);
    this.addSql(`drop table if exists "event" cascade;`);
    this.addSql(`drop table if exists "delivery" cascade;`);
    this.addSql(`drop table if exists "attempt" cascade;`);
    this.addSql(`drop table if exists "event_type" cascade;`);
    this.addSql(`drop table if exists "event_type_version" cascade;`);
    this.addSql(`drop table if exists "idempotency_record" cascade;`);
    this.addSql(`drop table if exists "recovery" cascade;`);
    this.addSql(`drop table if exists "revision" cascade;`);
    this.addSql(`drop table if exists "sign_in_throttle" cascade;`);
    this.addSql(`drop table if exists "staff" cascade;`);
    this.addSql(`drop table if exists "session" cascade;`);
    this.addSql(`drop table if exists "invitation" cascade;`);
    this.addSql(`drop table if exists "usage" cascade;`);
    this.addSql(`drop table if exists "worker_process" cascade;`);
    this.addSql(`drop table if exists "worker_slot" cascade;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261127180731_issues extends Migration {
  override name = 'Migration20261127180731_issues';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "issue" ("id" varchar(40) not null, "kind" varchar(40) not null, "environment" text not null, "consumer_id" varchar(40) not null, "subject_id" varchar(40) not null, "cause" varchar(40) not null, "code" int not null default 0, "status" varchar(20) not null, "count" bigint not null default '0', "episode_count" bigint not null default '0', "since_at" bigint not null, "first_seen_at" bigint not null, "last_seen_at" bigint not null, "last_error" varchar(500) null, "opened_at" bigint null, "muted_until" bigint null, "resolved_at" bigint null, "changed_at" bigint not null, "sample" text not null, "history" text not null, primary key ("id"));`,
    );
    this.addSql(
      `create index "issue_by_subject_index" on "issue" ("subject_id", "status", "id" collate "C");`,
    );
    this.addSql(
      `create index "issue_by_consumer_index" on "issue" ("consumer_id", "environment", "status", "id" collate "C");`,
    );
    this.addSql(
      `create index "issue_by_status_index" on "issue" ("environment", "status", "id" collate "C");`,
    );
    this.addSql(`create index "issue_by_change_index" on "issue" ("changed_at");`);
    this.addSql(
      `alter table "issue" add constraint "issue_of_cause_unique" unique ("kind", "environment", "subject_id", "cause", "code");`,
    );

    this.addSql(
      `create table "issue_hour" ("issue_id" varchar(40) not null, "hour" bigint not null, "count" bigint not null, primary key ("issue_id", "hour"));`,
    );

    this.addSql(
      `alter table "issue" add constraint "issue_environment_check" check ("environment" in ('live', 'test'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "issue" cascade;`);
    this.addSql(`drop table if exists "issue_hour" cascade;`);
  }
}

import { Migration } from '@mikro-orm/migrations';

export class Migration20261127210347_plans_and_limits extends Migration {
  override name = 'Migration20261127210347_plans_and_limits';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "key_caller" ("key_id" varchar(40) not null, "peer" varchar(45) not null, "agent" varchar(200) not null, "consumer_id" varchar(40) not null, "environment" text not null, "calls" bigint not null, "first_at" bigint not null, "last_at" bigint not null, primary key ("key_id", "peer", "agent"));`,
    );
    this.addSql(`create index "key_caller_by_last_index" on "key_caller" ("last_at");`);

    this.addSql(
      `create table "limit_call" ("counter_id" varchar(200) not null, "at" bigint not null, "calls" int not null, primary key ("counter_id", "at"));`,
    );

    this.addSql(
      `create table "limit_counter" ("id" varchar(200) not null, "used" bigint not null, "last_at" bigint not null, "shift" bigint not null, "ends_at" bigint not null, primary key ("id"));`,
    );
    this.addSql(`create index "limit_counter_by_end_index" on "limit_counter" ("ends_at");`);

    this.addSql(
      `create table "plan" ("consumer_id" varchar(40) not null, "live" jsonb null, "test" jsonb null, "time_zone" varchar(64) not null, "when_store_is_away" text not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, primary key ("consumer_id"));`,
    );

    this.addSql(
      `alter table "api_key" add "networks" jsonb null, add "limits" jsonb null, add "metadata" jsonb null, add "imported_from" varchar(20) null, add "leaked_at" timestamptz(3) null, add "leak_url" varchar(2048) null;`,
    );

    this.addSql(
      `alter table "key_caller" add constraint "key_caller_environment_check" check ("environment" in ('live', 'test'));`,
    );

    this.addSql(
      `alter table "plan" add constraint "plan_when_store_is_away_check" check ("when_store_is_away" in ('open', 'closed'));`,
    );
    // By hand. Counts the calls of all processes: one call of it is one round trip for all questions that wait.
    this.addSql(`create function decide_limits(asks jsonb) returns jsonb language plpgsql as $body$
declare
  ids text[];
  here int;
  now_ms bigint;
  logical bigint;
  span bigint;
  ask jsonb;
  wanted jsonb;
  counter limit_counter%rowtype;
  cost bigint;
  fits bigint;
  gone bigint;
  missing bigint;
  edge bigint;
  wait bigint;
  longest bigint;
  states jsonb;
  answers jsonb := '[]'::jsonb;
begin
  -- A crash of the server may forget the last moment; no call waits for its disk.
  perform set_config('synchronous_commit', 'off', true);
  select array_agg(distinct c->>'id') into ids
    from jsonb_array_elements(asks) a, jsonb_array_elements(a->'counters') c;
  -- New rows are made and old ones locked in one order, so that two processes never wait for each other.
  loop
    insert into limit_counter (id, used, last_at, shift, ends_at)
      select one, 0, 0, 0, 9007199254740991 from unnest(ids) one order by one on conflict do nothing;
    perform 1 from limit_counter where id = any(ids) order by id for update;
    get diagnostics here = row_count;
    exit when here = coalesce(array_length(ids, 1), 0);
  end loop;
  now_ms := floor(extract(epoch from clock_timestamp()) * 1000);
  for wanted in
    select distinct on (c->>'id') c from jsonb_array_elements(asks) a, jsonb_array_elements(a->'counters') c order by c->>'id'
  loop
    if wanted->>'window' is null then
      update limit_counter set ends_at = (wanted->>'ends')::bigint where id = wanted->>'id' and ends_at = 9007199254740991;
      continue;
    end if;
    span := (wanted->>'window')::bigint;
    select * into counter from limit_counter where id = wanted->>'id';
    logical := greatest(now_ms + counter.shift, counter.last_at);
    with left_behind as (
      delete from limit_call where counter_id = counter.id and "at" <= logical - span returning calls
    ) select coalesce(sum(calls), 0) into gone from left_behind;
    update limit_counter set used = used - gone, last_at = logical, shift = logical - now_ms, ends_at = now_ms + span
      where id = counter.id;
  end loop;
  for ask in select a from jsonb_array_elements(asks) with ordinality as x(a, n) order by n loop
    fits := (ask->>'times')::bigint;
    for wanted in select c from jsonb_array_elements(ask->'counters') c loop
      cost := (wanted->>'cost')::bigint;
      continue when cost = 0;
      select * into counter from limit_counter where id = wanted->>'id';
      fits := least(fits, greatest(0, ((wanted->>'calls')::bigint - counter.used) / cost));
    end loop;
    states := '[]'::jsonb;
    longest := 0;
    for wanted in select c from jsonb_array_elements(ask->'counters') with ordinality as x(c, n) order by n loop
      cost := (wanted->>'cost')::bigint;
      span := (wanted->>'window')::bigint;
      if fits > 0 and cost > 0 then
        update limit_counter set used = used + fits * cost where id = wanted->>'id' returning * into counter;
        if span is not null then
          insert into limit_call (counter_id, "at", calls) values (counter.id, counter.last_at, fits * cost)
            on conflict (counter_id, "at") do update set calls = limit_call.calls + excluded.calls;
        end if;
      else
        select * into counter from limit_counter where id = wanted->>'id';
      end if;
      missing := counter.used + cost - (wanted->>'calls')::bigint;
      if span is null then
        edge := greatest(1, (wanted->>'rest')::bigint);
        wait := edge;
      else
        select min("at") into edge from limit_call where counter_id = counter.id;
        edge := coalesce(edge, counter.last_at) + span - counter.last_at;
        wait := edge;
        if missing > 1 and fits < (ask->>'times')::bigint then
          select y."at" + span - counter.last_at into wait from (
            select "at", sum(calls) over (order by "at") as until_then from limit_call where counter_id = counter.id order by "at"
          ) y where y.until_then >= missing limit 1;
          wait := coalesce(wait, span);
        end if;
      end if;
      if cost > 0 and missing > 0 and fits < (ask->>'times')::bigint then
        longest := greatest(longest, wait);
      end if;
      states := states || jsonb_build_array(jsonb_build_array(
        greatest(0, (wanted->>'calls')::bigint - counter.used), edge));
    end loop;
    answers := answers || jsonb_build_array(jsonb_build_object('fits', fits, 'wait', longest, 'states', states));
  end loop;
  return answers;
end $body$;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop function if exists decide_limits(jsonb);`);
    this.addSql(`drop table if exists "key_caller" cascade;`);
    this.addSql(`drop table if exists "limit_call" cascade;`);
    this.addSql(`drop table if exists "limit_counter" cascade;`);
    this.addSql(`drop table if exists "plan" cascade;`);

    this.addSql(
      `alter table "api_key" drop column "networks", drop column "limits", drop column "metadata", drop column "imported_from", drop column "leaked_at", drop column "leak_url";`,
    );
  }
}

import { Migration } from '@mikro-orm/migrations';

const line = 'chr(10)';

/** What a table says of itself, as SQL over its row `t`. */
interface Source {
  kind: string;
  table: string;
  /** What a change of has to be seen; all that `title` and `words` read. */
  columns: readonly string[];
  consumerId: string;
  environment: string;
  title: string;
  words: readonly string[];
  /** Whether the row is to be found. */
  isThere: string;
}

const sources: readonly Source[] = [
  {
    kind: 'consumer',
    table: 'consumer',
    columns: ['name', 'contact_email', 'description'],
    consumerId: 't.id',
    environment: 'null',
    title: 't.name',
    words: ["coalesce(t.contact_email, '')", "coalesce(t.description, '')"],
    isThere: '1 = 1',
  },
  {
    kind: 'api_key',
    table: 'api_key',
    columns: ['name', 'hint'],
    consumerId: 't.consumer_id',
    environment: 't.environment',
    title: 't.name',
    words: ['t.hint'],
    isThere: '1 = 1',
  },
  {
    kind: 'endpoint',
    table: 'endpoint',
    columns: ['url', 'description', 'removed_at'],
    consumerId: 't.consumer_id',
    environment: 't.environment',
    title: 't.url',
    words: ["coalesce(t.description, '')"],
    isThere: 't.removed_at is null',
  },
  {
    kind: 'event_type',
    table: 'event_type',
    columns: ['name', 'description'],
    consumerId: 'null',
    environment: 'null',
    title: 't.name',
    words: ['t.description'],
    isThere: '1 = 1',
  },
  {
    kind: 'staff',
    table: 'staff',
    columns: ['name', 'email'],
    consumerId: 'null',
    environment: 'null',
    title: 'coalesce(t.name, t.email)',
    words: ['t.email'],
    isThere: '1 = 1',
  },
  {
    kind: 'api',
    table: 'api',
    columns: ['name', 'slug', 'description'],
    consumerId: 'null',
    environment: 'null',
    title: 't.name',
    words: ['t.slug', "coalesce(t.description, '')"],
    isThere: '1 = 1',
  },
  {
    kind: 'contract_version',
    table: 'contract_version',
    columns: ['title', 'version'],
    consumerId: 'null',
    environment: 'null',
    title: "t.title || ' ' || t.version",
    words: ['t.version', '(select a.slug from api a where a.id = t.api_id)'],
    isThere: '1 = 1',
  },
  {
    kind: 'notice',
    table: 'contract_notice',
    columns: ['consumer_id', 'operations'],
    consumerId: 't.consumer_id',
    environment: 'null',
    title: 'coalesce((select c.name from consumer c where c.id = t.consumer_id), t.consumer_id)',
    words: [
      "coalesce((select a.slug || ' ' || v.title || ' ' || v.version from contract_version v join api a on a.id = v.api_id where v.id = t.version_id), '')",
      't.operations::text',
    ],
    isThere: '1 = 1',
  },
];

const conflict =
  'on conflict (kind, object_id) do update set consumer_id = excluded.consumer_id, environment = excluded.environment, title = excluded.title, words = excluded.words, folded = null';

const of = (sql: string, row: string): string => sql.replaceAll(/\bt\./g, `${row}.`);

/** Keeps the entry of rows: of one, `from` is empty, or of all in a table. */
const keep = (
  { kind, consumerId, environment, title, words, isThere }: Source,
  row: string,
  from = '',
): string =>
  `insert into search_entry (kind, object_id, consumer_id, environment, title, words)
   select '${kind}', ${row}.id, ${of(consumerId, row)}, ${of(environment, row)}, ${of(title, row)}, ${of(words.join(` || ${line} || `), row)}
   ${from} where ${of(isThere, row)} ${conflict};`;

const forget = ({ kind, isThere }: Source, row: string): string =>
  `delete from search_entry where kind = '${kind}' and object_id = ${row}.id and not (${of(isThere, row)});`;

const newest = (api: string): string =>
  `select v.id, v.api_id, v.operations from contract_version v where v.api_id = ${api} and v.status = 'published' order by v.published_at desc, v.id desc limit 1`;

const functionOf = (source: Source): string =>
  `create function search_${source.kind}() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' then
       delete from search_entry where kind = '${source.kind}' and object_id = old.id;
       return null;
     end if;
     ${forget(source, 'new')}
     ${keep(source, 'new')}
     return null;
   end $$;`;

// The operations of what is published now, however it came to be so.
const operationFunction = `create function search_operation() returns trigger language plpgsql as $$
   declare api varchar := case tg_op when 'DELETE' then old.api_id else new.api_id end;
   begin
     if tg_op = 'INSERT' and new.status <> 'published' then return null; end if;
     delete from search_entry where kind = 'operation' and split_part(object_id, '#', 1) = api;
     insert into search_entry (kind, object_id, title, words)
     select 'operation', v.api_id || '#' || (o.place - 1), coalesce(o.value->>'operationId', o.value->>'operation'), o.value->>'operation'
     from (${newest('api')}) v, jsonb_array_elements(v.operations) with ordinality o(value, place) limit 5000
     ${conflict};
     return null;
   end $$;`;

const noticeFunction = `create function search_notice_of_consumer() returns trigger language plpgsql as $$
   begin
     update search_entry set title = new.name, folded = null where kind = 'notice' and consumer_id = new.id;
     return null;
   end $$;`;

/** Trigger, its event and table. The function has the name of the trigger. */
const triggers: readonly (readonly [string, string])[] = [
  ...sources.map(
    ({ kind, table, columns }) =>
      [`search_${kind}`, `insert or delete or update of ${columns.join(', ')} on ${table}`] as const,
  ),
  ['search_notice_of_consumer', 'update of name on consumer'],
  ['search_operation', 'insert or delete or update of status on contract_version'],
];

/**
 * What people look for by a word, kept by triggers: no way to write one of those tables passes by them, and publishing
 * and delivering touch none of them. What is there is copied as it is written; that it can be found is made afterwards, a
 * few hundred rows at a time, see `search-index.service.ts`. The words are of our own making (`grams.ts`), so that no
 * extension is needed and a role without the right to create one searches as well.
 *
 * Two indexes of events are made anew for the beginning of a text, as many as before: `event` takes no writes meanwhile.
 */
export class Migration20261127175840_search_index extends Migration {
  override name = 'Migration20261127175840_search_index';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "search_entry" ("number" serial primary key, "kind" varchar(20) not null, "object_id" varchar(60) not null, "consumer_id" varchar(40) null, "environment" varchar(10) null, "title" text not null, "words" text not null, "label" varchar(200) null, "folded" text null, "grams" text[] null);`,
    );
    this.addSql(`create index "search_entry_label_index" on "search_entry" ("kind", "label" collate "C");`);
    this.addSql(
      `create index "search_entry_owner_index" on "search_entry" ("consumer_id", "kind", "label" collate "C");`,
    );
    this.addSql(`create index "search_entry_new_index" on "search_entry" ("number") where folded is null;`);
    this.addSql(
      `create unique index "search_entry_kind_object_id_unique" on "search_entry" ("kind", "object_id" collate "C");`,
    );
    // Without a list of what is pending: a search would have to read it.
    this.addSql(
      `create index "search_entry_grams_index" on "search_entry" using gin ("grams") with (fastupdate = off);`,
    );

    for (const source of sources) this.addSql(keep(source, 't', `from ${source.table} t`));
    this.addSql(
      `insert into search_entry (kind, object_id, title, words)
       select 'operation', a.id || '#' || (o.place - 1), coalesce(o.value->>'operationId', o.value->>'operation'), o.value->>'operation'
       from api a cross join lateral (${newest('a.id')}) v, jsonb_array_elements(v.operations) with ordinality o(value, place);`,
    );
    for (const source of sources) this.addSql(functionOf(source));
    this.addSql(operationFunction);
    this.addSql(noticeFunction);
    for (const [name, event] of triggers)
      this.addSql(`create trigger ${name} after ${event} for each row execute function ${name}();`);

    this.addSql(`drop index "event_client_id_index";`);
    this.addSql(
      `create index "event_client_id_index" on "event" ("client_id" varchar_pattern_ops) where "client_id" is not null;`,
    );
    this.addSql(`drop index "event_by_subject_index";`);
    this.addSql(
      `create index "event_by_subject_index" on "event" ("subject" varchar_pattern_ops, "id" collate "C") where "subject" is not null;`,
    );
  }

  override down(): void | Promise<void> {
    for (const [name, event] of triggers)
      this.addSql(`drop trigger ${name} on ${event.replace(/^.* on /, '')};`);
    for (const [name] of triggers) this.addSql(`drop function ${name};`);
    this.addSql(`drop index "event_client_id_index";`);
    this.addSql(
      `create index "event_client_id_index" on "event" ("client_id") where "client_id" is not null;`,
    );
    this.addSql(`drop index "event_by_subject_index";`);
    this.addSql(
      `create index "event_by_subject_index" on "event" ("subject", "id" collate "C") where "subject" is not null;`,
    );
    this.addSql(`drop table if exists "search_entry" cascade;`);
  }
}

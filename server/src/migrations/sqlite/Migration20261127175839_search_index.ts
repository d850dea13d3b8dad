import { Migration } from '@mikro-orm/migrations';

const line = 'char(10)';

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
      't.operations',
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

// The operations of what is published now, however it came to be so.
const keepOperations = (api: string): string[] => [
  `delete from search_entry where kind = 'operation' and object_id > ${api} || '#' and object_id < ${api} || '$';`,
  `insert into search_entry (kind, object_id, title, words)
   select 'operation', v.api_id || '#' || o.key, coalesce(o.value->>'operationId', o.value->>'operation'), o.value->>'operation'
   from (${newest(api)}) v, json_each(v.operations) o limit 5000;`,
];

// Whoever alters these tables by making them anew has to make their triggers anew as well: SQLite drops them with the table.
const triggers: Record<string, string> = Object.fromEntries([
  ...sources.flatMap((source) => [
    [`search_${source.kind}_insert`, `after insert on ${source.table} begin ${keep(source, 'new')} end`],
    [
      `search_${source.kind}_update`,
      `after update of ${source.columns.join(', ')} on ${source.table} begin ${forget(source, 'new')} ${keep(source, 'new')} end`,
    ],
    [
      `search_${source.kind}_delete`,
      `after delete on ${source.table} begin delete from search_entry where kind = '${source.kind}' and object_id = old.id; end`,
    ],
  ]),
  [
    'search_notice_of_consumer',
    `after update of name on consumer begin update search_entry set title = new.name, folded = null where kind = 'notice' and consumer_id = new.id; end`,
  ],
  [
    'search_operation_insert',
    `after insert on contract_version when new.status = 'published' begin ${keepOperations('new.api_id').join(' ')} end`,
  ],
  [
    'search_operation_update',
    `after update of status on contract_version begin ${keepOperations('new.api_id').join(' ')} end`,
  ],
  [
    'search_operation_delete',
    `after delete on contract_version begin ${keepOperations('old.api_id').join(' ')} end`,
  ],
  [
    'search_gram_delete',
    `after delete on search_entry begin delete from search_gram where rowid = old.number; end`,
  ],
]);

/**
 * What people look for by a word, kept by triggers: no way to write one of those tables passes by them, and publishing
 * and delivering touch none of them. What is there is copied as it is written; that it can be found is made afterwards, a
 * few hundred rows at a time, see `search-index.service.ts`.
 */
export class Migration20261127175839_search_index extends Migration {
  override name = 'Migration20261127175839_search_index';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`search_entry\` (\`number\` integer not null primary key autoincrement, \`kind\` text not null, \`object_id\` text not null, \`consumer_id\` text null, \`environment\` text null, \`title\` text not null, \`words\` text not null, \`label\` text null, \`folded\` text null, \`grams\` text null);`,
    );
    this.addSql(`create index \`search_entry_label_index\` on \`search_entry\` (\`kind\`, \`label\`);`);
    this.addSql(
      `create index \`search_entry_owner_index\` on \`search_entry\` (\`consumer_id\`, \`kind\`, \`label\`);`,
    );
    this.addSql(
      `create index \`search_entry_new_index\` on \`search_entry\` (\`number\`) where folded is null;`,
    );
    this.addSql(
      `create unique index \`search_entry_kind_object_id_unique\` on \`search_entry\` (\`kind\`, \`object_id\`);`,
    );
    // Without the text itself: words of our own making, see `grams.ts`, and the number of their row.
    this.addSql(
      `create virtual table search_gram using fts5(grams, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'");`,
    );

    for (const source of sources) this.addSql(keep(source, 't', `from ${source.table} t`));
    this.addSql(
      `insert into search_entry (kind, object_id, title, words)
       select 'operation', a.id || '#' || o.key, coalesce(o.value->>'operationId', o.value->>'operation'), o.value->>'operation'
       from api a join contract_version v on v.id = (select n.id from (${newest('a.id')}) n), json_each(v.operations) o;`,
    );
    for (const [name, rule] of Object.entries(triggers)) this.addSql(`create trigger ${name} ${rule};`);
  }

  override down(): void | Promise<void> {
    for (const name of Object.keys(triggers)) this.addSql(`drop trigger ${name};`);
    this.addSql(`drop table search_gram;`);
    this.addSql(`drop table if exists \`search_entry\`;`);
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { openSql, type Sql } from '../../support/sql.ts';
import { createOwner } from '../../support/staff.ts';
import type { Attack } from '../attack.ts';
import { demand } from '../demand.ts';

interface Verdict {
  intact: boolean;
  fault: string | null;
  head: string | null;
}

const dropGuards = async ({ run }: Sql, isSqlite: boolean): Promise<void> => {
  if (isSqlite) {
    const triggers = await run(
      `select name from sqlite_master where type = 'trigger' and tbl_name like 'audit%'`,
    );
    for (const { name } of triggers) await run(`drop trigger ${String(name)}`);
  } else
    for (const table of ['audit_entry', 'audit_head']) await run(`alter table ${table} disable trigger all`);
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes the whole chain anew by the rule that anybody knows, and sets the head to its end. */
const rechain = async ({ run }: Sql): Promise<void> => {
  let previous = '';
  const rows = await run('select * from audit_entry order by position');
  for (const row of rows) {
    const at = new Date(typeof row['at'] === 'number' ? row['at'] : String(row['at'])).getTime();
    const { id, position, actor_kind, actor_id, actor_name, action, target_id, consumer_id } = row;
    const { environment, changes, request_id, peer } = row;
    const who = [actor_kind, actor_id, actor_name];
    const what = [action, target_id, consumer_id, environment, changes, request_id, peer];
    previous = sha256(JSON.stringify([previous, id, position, at, ...who, ...what]));
    await run(`update audit_entry set hash = '${previous}' where position = ${Number(position)}`);
  }
  await run(`update audit_head set hash = '${previous}'`);
};

const name = `update audit_entry set actor_name = 'somebody else' where position = 3`;

const rewritings: [what: string, rewrite: (sql: Sql) => Promise<unknown>][] = [
  ['an entry changed', async ({ run }) => run(name)],
  ['an entry removed', async ({ run }) => run('delete from audit_entry where position = 3')],
  ['the end cut off', async ({ run }) => run('delete from audit_entry where position > 3')],
  [
    'the end cut off with the head',
    async ({ run }) => {
      await run('delete from audit_entry where position > 3');
      await run(
        `update audit_head set position = 3, hash = (select hash from audit_entry where position = 3)`,
      );
    },
  ],
  [
    'changed and chained anew',
    async (sql) => {
      await sql.run(name);
      await rechain(sql);
    },
  ],
  [
    'emptied',
    async ({ run }) => {
      await run('delete from audit_entry');
      await run('delete from audit_head');
    },
  ],
  [
    'emptied, with a head at nothing',
    async ({ run }) => {
      await run('delete from audit_entry');
      await run(`update audit_head set position = 0, hash = ''`);
    },
  ],
];

/** Somebody who can write to the database and has not got the master key. */
export const attack: Attack = {
  name: 'whoever rewrites the audit trail in the database is seen, and the database refuses it at first',
  databases: ['sqlite', 'postgresql'],
  run: async ({ start, createDatabase, database, isShort }) => {
    const PARLEY_DATABASE_URL = await createDatabase();
    // The same for the process and the command line, wherever they keep theirs.
    const PARLEY_MASTER_KEY = randomBytes(32).toString('base64');
    await using parley = await start({ environment: { PARLEY_DATABASE_URL, PARLEY_MASTER_KEY } });
    const staff = await createOwner(parley);
    const register = async (consumer: string) =>
      demand(
        'a consumer registered',
        (await staff.rest.post('/v1/consumers', { name: consumer, kind: 'partner' })).status,
        201,
      );
    for (const consumer of ['a', 'b', 'c']) await register(consumer);
    const verify = async () => {
      const { body } = await staff.rest.get('/trpc/audit.verify');
      return (body as { result: { data: Verdict } }).result.data;
    };
    // As an operator does it.
    const verifyByHand = async (...more: string[]) => {
      const { code, stdout } = await parley.runCli(['audit', 'verify', ...more, '--json']);
      const verdict = JSON.parse(stdout) as Verdict;
      demand('the exit code of the verification', code, verdict.intact ? 0 : 1);
      return verdict;
    };
    const whole = await verify();
    demand('the trail before', whole.intact, true);

    await using sql = await openSql(PARLEY_DATABASE_URL);
    let refusals = 0;
    for (const statement of [name, 'delete from audit_entry', 'delete from audit_head'])
      await sql.run(statement).catch(() => (refusals += 1));
    demand('what the database refused', refusals, 3);
    await dropGuards(sql, database === 'sqlite');
    for (const table of ['audit_entry', 'audit_head'])
      await sql.run(`create table kept_${table} as select * from ${table}`);
    const restore = async () => {
      for (const table of ['audit_entry', 'audit_head']) {
        await sql.run(`delete from ${table}`);
        await sql.run(`insert into ${table} select * from kept_${table}`);
      }
    };
    const tried = isShort ? [rewritings[4], rewritings[3], rewritings[5]] : rewritings;
    for (const one of tried) {
      if (!one) continue;
      const [what, rewrite] = one;
      await rewrite(sql);
      demand(`a trail that was ${what}`, (await verify()).intact, false);
      if (what === 'emptied') {
        // To go on does not make it good.
        await register('later');
        demand('an emptied trail that went on', (await verify()).intact, false);
      }
      await restore();
    }
    await register('d');
    const { head } = await verify();
    await restore();
    demand('an older state, as it is seen from inside', (await verify()).intact, true);
    demand(
      'an older state beside the kept head',
      (await verifyByHand('--expect', head ?? '')).fault,
      'older',
    );
    return `${tried.length} ways to rewrite it and an older state were seen`;
  },
};

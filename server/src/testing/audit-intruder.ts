import { verifyAudit } from '../administration/audit/audit-verdict.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { sha256 } from '../platform/secret/secret.ts';
import type { Dialect, TestHub } from './test-hub.ts';

/** Somebody who can write to the database and does not have the master key. */
export const intruderIn = (hub: TestHub, dialect: Dialect) => {
  const { store, openEm } = hub.hub.parts;
  const run = async (...statements: string[]) => {
    for (const statement of statements) await store.all(statement);
  };
  return {
    run,
    verify: async (kept?: string) => verifyAudit(openEm(everyone), kept),
    /** Takes the guards away, as whoever owns the tables can. */
    dropTriggers: async () =>
      dialect === 'sqlite'
        ? run(
            'drop trigger audit_entry_update',
            'drop trigger audit_entry_delete',
            'drop trigger audit_head_update',
            'drop trigger audit_head_delete',
          )
        : run('alter table audit_entry disable trigger all', 'alter table audit_head disable trigger all'),
    rows: async (): Promise<Row[]> => {
      const rows = await store.all<Row & { at: string | number }>(
        'select * from audit_entry order by position',
      );
      return rows.map((row) => ({ ...row, at: new Date(row.at) }));
    },
    head: async () =>
      (
        await store.all<{ position: number; hash: string; seal: string | null }>('select * from audit_head')
      )[0]!,
  };
};

/** A row of the trail as it lies in the database. */
interface Row extends Record<string, unknown> {
  id: string;
  at: Date;
}

/** The chain as anybody can compute it: how it was written before it was under a key. */
export const rechained = (rows: Row[]): { position: number; hash: string }[] => {
  let previous = '';
  return rows.map((row, index) => {
    const position = index + 1;
    const { id, actor_kind, actor_id, actor_name, action, target_id, consumer_id, environment } = row;
    const { changes, request_id, peer } = row;
    const actor = [actor_kind, actor_id, actor_name];
    const rest = [action, target_id, consumer_id, environment, changes, request_id, peer];
    previous = sha256(JSON.stringify([previous, id, position, row.at.getTime(), ...actor, ...rest]));
    return { position, hash: previous };
  });
};

import { columnsOf, type RowOf } from '../../platform/database/columns.ts';
import type { Tx } from '../../platform/database/store.ts';
import { Attempt } from './attempt.entity.ts';

const columns = columnsOf(Attempt);

/** A row of `attempt` to be inserted. */
export type NewAttempt = RowOf<Attempt>;

/** Keeps attempts. Recorded again after a commit without an answer, an attempt is still one attempt. */
export const insertAttempts = async (tx: Tx, attempts: readonly NewAttempt[]): Promise<void> =>
  tx.insertRows('attempt', columns, attempts, { onConflict: '(id) do nothing' });

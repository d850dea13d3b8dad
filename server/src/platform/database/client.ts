import {
  Command,
  type CompiledQuery,
  type ControlledTransaction,
  type ControlledTransactionBuilder,
  type Dialect,
  Kysely,
  type QueryResult,
} from 'kysely';
import { usualPatienceMs, whileBusy } from './busy.ts';

type Builder = ControlledTransactionBuilder<unknown>;
type Controlled = ControlledTransaction<unknown>;

/** Calls `end` once the transaction is over: committed, or rolled back, whatever the rollback said. */
const tellingItsEnd = (tx: Controlled, end: () => void): Controlled => {
  const commit = tx.commit.bind(tx);
  const rollback = tx.rollback.bind(tx);
  return Object.assign(tx, {
    commit: () => {
      const command = commit();
      return new Command(async () => {
        await command.execute();
        end();
      });
    },
    rollback: () => {
      const command = rollback();
      return new Command(async () => command.execute().finally(end));
    },
  });
};

/**
 * Kysely, as the ORM and the store use it. Kysely's own controlled transactions, which the ORM begins, keep their connection
 * for good when BEGIN or ROLLBACK fails: on SQLite nothing would run any more, on PostgreSQL the pool would run dry. Here
 * the connection is given back in every case. And what finds SQLite busy is tried again for a while.
 */
export class Client extends Kysely<unknown> {
  readonly #patienceMs: number;

  constructor(dialect: Dialect, patienceMs = usualPatienceMs) {
    super({ dialect });
    this.#patienceMs = patienceMs;
  }

  override async executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return whileBusy(this.#patienceMs, async () => super.executeQuery(query));
  }

  override startTransaction(): Builder {
    return this.#givingBack(super.startTransaction(), (one) => one.startTransaction());
  }

  #givingBack(builder: Builder, begin: (one: Kysely<unknown>) => Builder): Builder {
    return Object.assign(builder, {
      setAccessMode: (...mode: Parameters<Builder['setAccessMode']>) =>
        this.#givingBack(super.startTransaction(), (one) => begin(one).setAccessMode(...mode)),
      setIsolationLevel: (...level: Parameters<Builder['setIsolationLevel']>) =>
        this.#givingBack(super.startTransaction(), (one) => begin(one).setIsolationLevel(...level)),
      execute: async () => whileBusy(this.#patienceMs, async () => this.#hold(begin)),
    });
  }

  // The connection is lent for as long as the function runs that is handed to `connection()`.
  async #hold(begin: (one: Kysely<unknown>) => Builder): Promise<Controlled> {
    const begun = Promise.withResolvers<Controlled>();
    const over = Promise.withResolvers<void>();
    this.connection()
      .execute(async (one) => {
        begun.resolve(tellingItsEnd(await begin(one).execute(), over.resolve));
        await over.promise;
      })
      .catch(begun.reject);
    return begun.promise;
  }
}

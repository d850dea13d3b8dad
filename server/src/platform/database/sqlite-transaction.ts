import { whileBusy } from './busy.ts';
import type { SqliteFile } from './sqlite.ts';
import type { Value, WriterStep } from './sqlite-writer.ts';

/**
 * One transaction on the thread that writes. Steps are kept until something is read or all is done: most transactions
 * cross to the thread once. {@link end} follows in every case.
 */
export class SqliteTransaction {
  readonly #file: SqliteFile;
  readonly #kept: WriterStep[];
  #begun: Promise<unknown> | undefined;
  #release: (() => void) | undefined;

  constructor(file: SqliteFile, durability: 'synced' | 'relaxed') {
    this.#file = file;
    this.#kept = [{ kind: 'begin', durability }];
  }

  /** Does this later, at the next of the others at the latest. */
  keep(step: WriterStep): void {
    this.#kept.push(step);
  }

  async all<Row>(sql: string, parameters: readonly Value[]): Promise<Row[]> {
    const steps: WriterStep[] = [...this.#kept.splice(0), { kind: 'all', sql, parameters }];
    if (this.#begun) {
      await this.#begun;
      return this.#file.writer.take<Row>(steps);
    }
    // From the first answer that the work waits for until its end, nobody else may write.
    const first = this.#begin<Row>(steps, async () => this.#file.writing.alone());
    this.#begun = first;
    return first;
  }

  /** One statement as all of the transaction: it crosses to the thread and back once. */
  async only<Row>(sql: string, parameters: readonly Value[]): Promise<Row[]> {
    const steps: WriterStep[] = [...this.#kept, { kind: 'all', sql, parameters }, { kind: 'commit' }];
    return this.#begin<Row>(steps, async () => this.#file.writing.shared());
  }

  /** Without any step there is nothing to begin. */
  async commit(): Promise<void> {
    const steps: WriterStep[] = [...this.#kept, { kind: 'commit' }];
    if (this.#begun) await this.#file.writer.take(steps);
    else if (this.#kept.length > 1) await this.#begin(steps, async () => this.#file.writing.shared());
  }

  async rollback(): Promise<void> {
    // When the thread failed it has rolled back already, and says so here.
    if (this.#release) await this.#file.writer.take([{ kind: 'rollback' }]).catch(() => []);
  }

  /** Gives the turn to the next. */
  end(): void {
    this.#release?.();
  }

  // While another process writes nothing of the steps is done: they are tried again, and others have their turn between.
  async #begin<Row>(steps: readonly WriterStep[], turn: () => Promise<() => void>): Promise<Row[]> {
    return whileBusy(this.#file.patienceMs, async () => {
      const release = await turn();
      try {
        const rows = await this.#file.writer.take<Row>(steps);
        this.#release = release;
        return rows;
      } catch (error) {
        release();
        throw error;
      }
    });
  }
}

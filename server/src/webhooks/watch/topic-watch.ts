import { type Changes, watchIdsMax } from '@parley/shared/webhooks/watch';
import { type ChangedRow, rowsMax } from './watch.sql.ts';

/** A look is at what happened since so long before the last one: commits and clocks of several processes are not in order. */
export const overlapMs = 4000;

/** How long changes are kept for whoever comes back, and how many. */
const keptMs = 60_000;
const keptMax = 5000;

/** What one listener has not taken yet: bounded, however slowly it reads. */
export class Pending {
  readonly #isWanted: (row: ChangedRow) => boolean;
  readonly #hearsOfAll: boolean;
  readonly #ids = new Set<string>();
  #isMore = false;

  /** `hearsOfAll`: also that more happened than could be read. Whoever sees a part of the rows is not told of the others. */
  constructor(isWanted: (row: ChangedRow) => boolean, hearsOfAll: boolean) {
    this.#isWanted = isWanted;
    this.#hearsOfAll = hearsOfAll;
  }

  add(rows: readonly ChangedRow[], isFull: boolean): void {
    for (const row of rows) {
      if (!this.#isWanted(row)) continue;
      if (this.#ids.size < watchIdsMax || this.#ids.has(row.id)) this.#ids.add(row.id);
      else this.#isMore = true;
    }
    if (isFull && this.#hearsOfAll) this.#isMore = true;
  }

  /** That anything may have changed. */
  addUnknown(): void {
    this.#isMore = true;
  }

  get isEmpty(): boolean {
    return this.#ids.size === 0 && !this.#isMore;
  }

  take(): Changes {
    const changes = { ids: [...this.#ids], isMore: this.#isMore };
    this.#ids.clear();
    this.#isMore = false;
    return changes;
  }
}

interface Kept {
  at: number;
  rows: readonly ChangedRow[];
  isFull: boolean;
}

/** What is new in one look after another, and what was new lately. */
export class Novelty {
  #seen: Set<string> | null = null;
  #kept: Kept[] = [];
  #keptCount = 0;
  /** Since when nothing was missed. */
  #coveredSince = Number.POSITIVE_INFINITY;

  /** Takes what a look found; answers what no look before did, oldest first. The first look finds nothing new. */
  take(found: readonly ChangedRow[], now: number): Kept {
    const before = this.#seen;
    this.#seen = new Set(found.map(({ mark }) => mark));
    if (before === null) {
      this.#coveredSince = now;
      return { at: now, rows: [], isFull: false };
    }
    const rows = found.filter(({ mark }) => !before.has(mark)).toReversed();
    const news = { at: now, rows, isFull: rows.length > 0 && found.length >= rowsMax };
    if (rows.length > 0) this.#keep(news);
    return news;
  }

  /** Gives a listener that comes back what is new since the message that it received last. */
  catchUp(pending: Pending, lastEventId: string): void {
    const since = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : 0;
    if (since < this.#coveredSince) pending.addUnknown();
    else for (const { at, rows, isFull } of this.#kept) if (at > since) pending.add(rows, isFull);
  }

  #keep(news: Kept): void {
    this.#kept.push(news);
    this.#keptCount += news.rows.length;
    for (let oldest = this.#kept[0]; oldest; oldest = this.#kept[0]) {
      if (this.#keptCount <= keptMax && news.at - oldest.at <= keptMs) return;
      this.#kept.shift();
      this.#keptCount -= oldest.rows.length;
      this.#coveredSince = oldest.at;
    }
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Page, Request } from 'playwright-core';

/** A tab that stays open and goes from page to page of the console, as people do. */
export interface Visitor {
  page: Page;
  /** Goes to an address without loading the console anew, and waits until all that it shows has arrived. */
  visit: (path: string) => Promise<void>;
}

const quietMs = 60;

const follow = `(path) => {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate', { state: null }));
}`;

// Not a tag: the policy of the console takes no style of others.
const still = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { transition: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
})()`;

/** What a page is loading. */
class Traffic {
  #underWay = 0;
  #lastAt = performance.now();

  constructor(page: Page) {
    page.on('request', (request) => this.#noteOf(request, 1));
    page.on('requestfinished', (request) => this.#noteOf(request, -1));
    page.on('requestfailed', (request) => this.#noteOf(request, -1));
  }

  /** A stream stays open, and nothing waits for it. */
  #noteOf(request: Request, change: number): void {
    if (request.resourceType() !== 'eventsource') this.note(change);
  }

  note(change: number): void {
    this.#underWay += change;
    this.#lastAt = performance.now();
  }

  isQuiet(): boolean {
    return this.#underWay <= 0 && performance.now() - this.#lastAt >= quietMs;
  }
}

/** Makes a visitor of a page on which the console is not open yet. */
export const startVisitor = async (page: Page, firstPath: string): Promise<Visitor> => {
  const traffic = new Traffic(page);
  const arrive = async () => {
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    while (!traffic.isQuiet()) await pause(quietMs / 4);
  };
  await page.goto(firstPath);
  // Nothing is told by a colour on its way to another one, and waiting for it would take half of the time.
  await page.evaluate(still);
  await arrive();
  return {
    page,
    visit: async (path) => {
      traffic.note(0);
      await page.evaluate(`(${follow})(${JSON.stringify(path)})`);
      await arrive();
    },
  };
};

/** Several visitors with the same cookies, of whom each serves one test at a time. */
export class Visitors {
  readonly #free: Visitor[];
  readonly #waiting: ((visitor: Visitor) => void)[] = [];

  constructor(visitors: Visitor[]) {
    this.#free = visitors;
  }

  /** Waits for a visitor who is free, and keeps it for the time of `use`. */
  async lend<Result>(use: (visitor: Visitor) => Promise<Result>): Promise<Result> {
    const visitor =
      this.#free.pop() ?? (await new Promise<Visitor>((resolve) => this.#waiting.push(resolve)));
    try {
      return await use(visitor);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(visitor);
      else this.#free.push(visitor);
    }
  }
}

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import type { Parley } from './parley.ts';
import type { Staff } from './staff.ts';

/**
 * Opens pages of a console, each with cookies and a storage of its own. Disposing of it throws when a page did what its
 * content security policy forbids.
 */
export interface Console extends AsyncDisposable {
  /** Opens a page of nobody, or of a person that is signed in. */
  open: (parley: Pick<Parley, 'url'>, who: Staff | null) => Promise<Page>;
  /** Closes all pages. Throws when something went wrong in one: an uncaught error, or what the browser complained about. */
  closePages: () => Promise<void>;
}

/** Milliseconds that a page may take for anything. */
const patienceMs = 60_000;

const watch = (context: BrowserContext, complaints: string[]): void => {
  context.on('weberror', (failure) => complaints.push(String(failure.error().stack)));
  context.on('console', (message) => {
    // Refused requests are part of several tests; the page has to show them, not the log.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal)
      complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
};

const openPage = async (browser: Browser, parley: Pick<Parley, 'url'>, who: Staff | null): Promise<Page> => {
  const context = await browser.newContext({
    baseURL: parley.url,
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(patienceMs);
  if (who) {
    const [name = '', value = ''] = who.cookie.split('=', 2);
    await context.addCookies([{ name, value, url: parley.url, httpOnly: true, sameSite: 'Lax' }]);
  }
  return context.newPage();
};

let opened: Promise<Browser> | undefined;

// One for all files of a worker: starting it costs more than most tests. It ends with the worker.
const sharedBrowser = async (): Promise<Browser> => (opened ??= openBrowser());

/** Starts the browser that is on this machine, unless it runs already. */
export const startConsole = async (): Promise<Console> => {
  const browser = await sharedBrowser();
  const complaints: string[] = [];
  const closeAll = async () => {
    await Promise.all(browser.contexts().map(async (context) => context.close()));
  };
  const complain = (heard: string[]) => {
    if (heard.length > 0) throw new Error(heard.join('\n'));
  };
  return {
    open: async (parley, who) => {
      const page = await openPage(browser, parley, who);
      watch(page.context(), complaints);
      return page;
    },
    closePages: async () => {
      await closeAll();
      complain(complaints.splice(0));
    },
    [Symbol.asyncDispose]: async () => {
      await closeAll();
      complain(complaints.filter((complaint) => complaint.includes('Content Security Policy')));
    },
  };
};

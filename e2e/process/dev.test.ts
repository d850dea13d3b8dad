import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Child, startChild } from '../support/child.ts';
import { startConsole } from '../support/console.ts';
import { findFreePort } from '../support/free-port.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const devFile = join(import.meta.dirname, '../dev/dev.ts');

interface DevLoop extends AsyncDisposable {
  child: Child;
  /** Where Vite serves the console. */
  url: string;
  serverUrl: string;
}

/** Starts what `pnpm dev` starts, on free ports and a database in `folder`. */
const startDev = async (folder: string, serverPort?: number): Promise<DevLoop> => {
  const port = await findFreePort();
  const apiPort = serverPort ?? (await findFreePort());
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'));
  const child = startChild(devFile, ['--port', String(port)], {
    ...Object.fromEntries(inherited),
    // Of the test runner: Vite would prepare everything once more.
    NODE_ENV: undefined,
    PARLEY_PORT: String(apiPort),
    PARLEY_DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`,
    PARLEY_LOG_LEVEL: 'warn',
  });
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    serverUrl: `http://127.0.0.1:${apiPort}`,
    [Symbol.asyncDispose]: async () => {
      child.process.kill('SIGTERM');
      await child.ended;
    },
  };
};

// Three parts compile the whole console at once, beside two other files of tests.
const busy = { timeout: 300_000, retry: 1 };

const linksIn = (output: string): string[] => output.match(/\bhttp\S+\/set-up\?token=\S+/g) ?? [];

const statusOf = async (url: string): Promise<number> => fetch(url).then(({ status }) => status);

test('the console that Vite serves sets up and saves, and Ctrl-C ends server and Vite', busy, async () => {
  using folder = createTemporaryFolder();
  await using dev = await startDev(folder.path);
  await using console = await startConsole();
  const [link] = await dev.child.waitForOutput(/\bhttp\S+\/set-up\?token=\S+/);
  await dev.child.waitForOutput(/ready in/);
  const page = await console.open(dev, null);
  page.setDefaultTimeout(40_000);
  // The first page is hundreds of modules, made as they are asked for, on a machine that is busy: whoever develops loads
  // again, with the newest link.
  await vi.waitFor(
    async () => {
      await page.goto(linksIn(dev.child.output()).at(-1) ?? link);
      await page.getByLabel('E-mail').waitFor({ timeout: 25_000 });
    },
    { timeout: 150_000, interval: 1000 },
  );

  await page.getByLabel('E-mail').fill('grace@clinic.example');
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Create the owner account' }).click();
  await page.getByRole('button', { name: 'Account of Grace Hopper' }).waitFor();
  await page.goto('/consumers?dialog=create');
  const form = page.getByRole('dialog', { name: 'New consumer' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Northwind Billing');
  await form.getByRole('button', { name: 'Create consumer' }).click();
  await page.getByRole('heading', { name: 'Northwind Billing' }).waitFor();
  await page.goto('/consumers');
  await page.getByRole('link', { name: 'Northwind Billing' }).waitFor();
  const ownVersions = async () => (await page.request.get('/v1/apis/parley/versions')).json();
  // Read on a thread, which has to work while sources are watched.
  await expect.poll(ownVersions).toMatchObject({ items: [{ number: 1 }] });
  await console.closePages();
  dev.child.process.kill('SIGINT');
  const { code } = await dev.child.ended;

  expect(new URL(link).origin).toBe(dev.url);
  expect(code).toBe(0);
  await expect(fetch(dev.url)).rejects.toThrow('fetch failed');
  await expect(fetch(dev.serverUrl)).rejects.toThrow('fetch failed');
});

test('two loops on different ports work beside each other', async () => {
  using folder = createTemporaryFolder();
  using other = createTemporaryFolder();
  await using first = await startDev(folder.path);
  await using second = await startDev(other.path);

  for (const dev of [first, second]) {
    await dev.child.waitForOutput(new RegExp(`Parley listens on ${dev.url}\\n`));
    await dev.child.waitForOutput(/ready in/);
    expect(await statusOf(`${dev.url}/healthz`)).toBe(200);
    // A page of the console, and not the door `/in`.
    expect(await statusOf(`${dev.url}/inspect`)).toBe(200);
    expect(await statusOf(`${dev.url}/in/nobody`)).toBe(404);
  }
});

test('a server that cannot start says why', async () => {
  using folder = createTemporaryFolder();
  using other = createTemporaryFolder();
  await using first = await startDev(folder.path);
  await first.child.waitForOutput(/Parley listens/);
  const { port } = new URL(first.serverUrl);

  await using second = await startDev(other.path, Number(port));

  const [line] = await second.child.waitForOutput(/^PARLEY_PORT .*$/m);
  expect(line).toContain(`PARLEY_PORT is ${port}, but something else listens`);
});

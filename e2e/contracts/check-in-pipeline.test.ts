import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Ended, runChild, runCommand as runProgram } from '../support/child.ts';
import { findFreePort } from '../support/free-port.ts';
import { startParley } from '../support/parley.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const launcher = join(import.meta.dirname, '../../parley');
const buildFile = join(import.meta.dirname, '../../server/src/cli/check/build.ts');
const entry = 'services/billing/openapi.yaml';

// As after an installation. What works on the database is never built, and comes from the sources here too.
beforeAll(async () => {
  const { stderr } = await runChild(buildFile, [], process.env);
  if (stderr !== '') throw new Error(stderr);
});

interface Version {
  totalType: string;
  limitMax: number;
  hasRefunds: boolean;
}

const before: Version = { totalType: 'integer', limitMax: 100, hasRefunds: true };
const after: Version = { totalType: 'string', limitMax: 50, hasRefunds: false };

const filesOf = ({ totalType, limitMax, hasRefunds }: Version): Record<string, string> => ({
  [entry]: `openapi: 3.1.0
info: { title: Billing, version: 1.0.0 }
paths:
  /invoices:
    get:
      operationId: listInvoices
      parameters:
        - $ref: params.yaml#/Limit
      responses:
        '200':
          description: Invoices.
          content:
            application/json:
              schema:
                $ref: ../../shared/common.yaml#/Invoice
${hasRefunds ? "  /refunds:\n    get:\n      operationId: listRefunds\n      responses: { '200': { description: Refunds. } }\n" : ''}`,
  'services/billing/params.yaml': `Limit:
  name: limit
  in: query
  schema:
    type: integer
    maximum: ${limitMax}
`,
  'shared/common.yaml': `# What all services share.
Invoice:
  type: object
  properties:
    total:
      type: ${totalType}
`,
});

const write = (folder: string, version: Version): string => {
  for (const [path, text] of Object.entries({ '.git/HEAD': 'ref: refs/heads/main', ...filesOf(version) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, entry);
};

/** Nothing of ours is in the environment, and no database where it runs. */
const runCommand = async (
  args: string[],
  variables: Record<string, string> = {},
  cwd?: string,
): Promise<Ended> => {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PARLEY_'));
  const environment = { ...Object.fromEntries(inherited), ...variables };
  return runProgram(launcher, ['contract', ...args], environment, cwd);
};

const places = [`${entry}:3:1`, 'services/billing/params.yaml:6:5', 'shared/common.yaml:6:7'];

test('two files of a repository are compared without a server, and no database is made', async () => {
  using folder = createTemporaryFolder();
  const [old, revised] = [write(join(folder.path, 'old'), before), write(join(folder.path, 'new'), after)];
  const empty = join(folder.path, 'empty');
  mkdirSync(empty);

  const closed = await runCommand(['check', old, revised], {}, empty);
  const open = await runCommand(['check', revised, revised], {}, empty);

  expect(closed).toMatchObject({ code: 1, stderr: '' });
  for (const place of places) expect(closed.stdout).toContain(` ${place} `);
  expect(closed.stdout).toContain('lint info  services/billing/params.yaml:1:1');
  expect(open).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(empty)).toEqual([]);
});

test('every format names file, line and column of every change', async () => {
  using folder = createTemporaryFolder();
  const [old, revised] = [write(join(folder.path, 'old'), before), write(join(folder.path, 'new'), after)];
  const run = async (format: string) => runCommand(['check', old, revised, '--format', format]);

  const [sarif, junit, gitHub, json] = [
    await run('sarif'),
    await run('junit'),
    await run('github'),
    await runCommand(['check', old, revised, '--json']),
  ];

  const [result] = JSON.parse(sarif.stdout).runs[0].results.filter(
    ({ ruleId }: { ruleId: string }) => ruleId === 'response-property-type-changed',
  );
  expect(result.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'shared/common.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 6, startColumn: 7 },
  });
  expect(junit.stdout).toContain('file="shared/common.yaml" line="6"');
  expect(gitHub.stdout).toMatch(
    /^::error file=shared\/common\.yaml,line=6,col=7,title=breaking%3A [\w-]+::/m,
  );
  const { changes, gate } = JSON.parse(json.stdout);
  expect(
    changes.map(
      (one: { file: string; line: number; column: number }) => `${one.file}:${one.line}:${one.column}`,
    ),
  ).toEqual(expect.arrayContaining(places));
  expect(gate.isOpen).toBe(false);
  for (const { code } of [sarif, junit, gitHub, json]) expect(code).toBe(1);
});

test('a report in a file leaves the words for people on standard output', async () => {
  using folder = createTemporaryFolder();
  const [old, revised] = [write(join(folder.path, 'old'), before), write(join(folder.path, 'new'), after)];
  const output = join(folder.path, 'parley.sarif');

  const ended = await runCommand(['check', old, revised, '--format', 'sarif', '--output', output]);

  expect(ended).toMatchObject({ code: 1, stdout: expect.stringContaining('The gate is closed') });
  expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ version: '2.1.0' });
});

test('what cannot be read, or was asked wrongly, ends with 2 and says where', async () => {
  using folder = createTemporaryFolder();
  const revised = write(folder.path, after);
  const broken = join(folder.path, 'broken.yaml');
  writeFileSync(broken, 'openapi: 3.1.0\ninfo: { title: A, version: 1\npaths: {}\n');
  const leading = join(folder.path, 'leading.yaml');
  writeFileSync(
    leading,
    'openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths:\n  /a: { $ref: ../../outside.yaml }\n  /b: { $ref: "http://127.0.0.1/b.yaml" }\n',
  );
  symlinkSync('/etc/hostname', join(folder.path, 'link.yaml'));
  const check = async (...args: string[]) => runCommand(['check', ...args], {}, folder.path);

  const unreadable = await check(revised, broken, '--format', 'github');
  const lost = await check(revised, leading);

  expect(unreadable).toMatchObject({ code: 2 });
  expect(unreadable.stdout).toMatch(
    /^::error file=broken\.yaml,line=[23],col=\d+,title=contract-unreadable::/m,
  );
  expect(lost).toMatchObject({ code: 2, stdout: '' });
  expect(lost.stderr).toContain('leading.yaml:4:');
  expect(lost.stderr).toContain('leading.yaml:5:');
  for (const args of [
    [revised, join(folder.path, 'nothing.yaml')],
    [revised, join(folder.path, 'link.yaml')],
    [revised],
    [],
    [revised, revised, '--format', 'pdf'],
    [revised, revised, '--api', 'billing'],
    [revised, '--api', 'billing', '--url', 'http://127.0.0.1:1'],
    [revised, '--api', 'billing', '--url', 'nowhere', '--key', 'x'],
  ]) {
    const { code, stderr } = await check(...args);
    expect({ args, code }).toEqual({ args, code: 2 });
    expect(stderr).not.toBe('');
  }
});

test('without a server and a database there is no verdict, and no database afterwards', async () => {
  using folder = createTemporaryFolder();
  const file = write(join(folder.path, 'repository'), after);
  const empty = join(folder.path, 'empty');
  mkdirSync(empty);

  const ended = await runCommand(['check', file, '--api', 'billing'], {}, empty);

  expect(ended).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('There is no Parley at'),
  });
  expect(existsSync(join(empty, 'data'))).toBe(false);
});

test('a running Parley checks a repository for whoever has a key that may read contracts', async () => {
  using folder = createTemporaryFolder();
  const [old, revised] = [write(join(folder.path, 'old'), before), write(join(folder.path, 'new'), after)];
  await using parley = await startParley();
  const publisher = await parley.createKey('Publisher', 'contracts:read,contracts:write');
  const server = { PARLEY_URL: parley.url, PARLEY_API_KEY: publisher.secret };
  const pushed = await runCommand(['push', '--api', 'billing', '--json', old], server);
  const { secret } = await parley.createKey('Pipeline', 'contracts:read');
  const other = await parley.createKey('Other', 'events:read');
  const check = async (key: string, file: string, api = 'billing') =>
    runCommand(['check', file, '--api', api], { PARLEY_URL: parley.url, PARLEY_API_KEY: key });

  const closed = await check(secret, revised);
  const open = await check(secret, old);
  const withOptions = await runCommand([
    'check',
    revised,
    '--api',
    'billing',
    '--url',
    `${parley.url}/`,
    '--key',
    secret,
  ]);
  const withoutScope = await check(other.secret, revised);
  const unknownKey = await check(`${secret.slice(0, -1)}x`, revised);
  const unknownApi = await check(secret, revised, 'nothing');
  writeFileSync(
    join(folder.path, 'new/shared/common.yaml'),
    'Invoice:\n  type: object\n  items: { $ref: "#/Gone" }\n',
  );
  const dangling = await check(secret, revised);

  expect(JSON.parse(pushed.stdout)).toMatchObject({ api: 'billing', number: 1, status: 'draft' });
  expect(closed).toMatchObject({ code: 1, stderr: '' });
  for (const place of places) expect(closed.stdout).toContain(` ${place} `);
  expect(closed.stdout).toContain('lint info  services/billing/params.yaml:1:1');
  expect(open).toMatchObject({ code: 0, stderr: '' });
  expect(withOptions.code).toBe(1);
  expect(withoutScope).toMatchObject({ code: 2, stderr: expect.stringContaining('contracts:read') });
  expect(unknownKey).toMatchObject({ code: 2, stderr: expect.stringContaining('401') });
  expect(unknownApi).toMatchObject({ code: 2, stderr: expect.stringContaining('404') });
  expect(dangling).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('shared/common.yaml:3:'),
  });
});

test('a server that is not there, or is none of ours, ends with 2, and another address gets no key', async () => {
  using folder = createTemporaryFolder();
  const file = write(folder.path, after);
  const seen: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    if (request.url?.startsWith('/moved')) response.writeHead(307, { location: '/elsewhere' }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  });
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  const { port } = other.address() as AddressInfo;
  const check = async (url: string) =>
    runCommand(['check', file, '--api', 'billing', '--url', url, '--key', 'parley_live_x']);

  const dead = await check(`http://127.0.0.1:${await findFreePort()}`);
  const foreign = await check(`http://127.0.0.1:${port}/`);
  const moved = await check(`http://127.0.0.1:${port}/moved`);
  other.close();

  expect(dead).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be reached') });
  expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining('not as Parley does') });
  expect(moved).toMatchObject({ code: 2, stderr: expect.stringContaining('/elsewhere') });
  expect(seen).toEqual([
    '/v1/apis/billing/check Bearer parley_live_x',
    '/moved/v1/apis/billing/check Bearer parley_live_x',
  ]);
});

/** Tells at its end what the process used and which files it loaded. */
const witness = `import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
if (isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.WITNESS, JSON.stringify({ seconds: (user + system) / 1e6, loaded }));
});`;

test('a check without a server starts quickly: it loads no database, no router and no web server', async () => {
  using folder = createTemporaryFolder();
  const [old, revised] = [write(join(folder.path, 'old'), before), write(join(folder.path, 'new'), after)];
  const report = join(folder.path, 'witness.json');
  const options = `--import=data:text/javascript,${encodeURIComponent(witness)}`;

  const ended = await runCommand(['check', old, revised], { NODE_OPTIONS: options, WITNESS: report });

  const { seconds, loaded } = JSON.parse(readFileSync(report, 'utf8'));
  expect(ended).toMatchObject({ code: 1, stderr: '' });
  expect(loaded).toContainEqual(expect.stringMatching(/\/dist\/check\/command\.js$/));
  expect(
    loaded.filter((url: string) => /mikro-orm|@trpc|fastify|better-sqlite3|\/pg\/|\/server\/src\//.test(url)),
  ).toEqual([]);
  // A third of a second where nothing else runs; machines are shared.
  expect(seconds).toBeLessThan(1.5);
});

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, runChild } from '../support/child.ts';
import { startParley } from '../support/parley.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

// A frontend of its own, outside of the workspace: it has the package of types and nothing else of ours.
const root = resolve(import.meta.dirname, '../..');
const folder = createTemporaryFolder();

const run = (command: string, args: string[], cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
};
const pnpm = (args: string[], cwd: string): string => run('npx', ['-y', 'pnpm@12', ...args], cwd);

const canInstall = spawnSync('npx', ['--version']).status === 0;
if (!canInstall) process.stderr.write('Not run: the types of a frontend need npx.\n');

const compilers = { 'TypeScript 5.9': 'typescript-5', 'TypeScript 7': 'typescript-7' } as const;

const trpcVersion = /'@trpc\/client': (\S+)/.exec(
  readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'),
)?.[1];

const write = (name: string, text: string): void => writeFileSync(join(folder.path, name), text);

const program = `
import type { AppRouter, RouterInputs, RouterOutputs } from '@parley/client-types';
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';

const parley = createTRPCClient<AppRouter>({
  links: [
    httpBatchLink({
      url: process.env['PARLEY'] + '/trpc',
      maxItems: 10,
      headers: { authorization: 'Bearer ' + process.env['KEY'] },
    }),
  ],
});

const wanted: RouterInputs['eventType']['list'] = { limit: 5 };
const page: RouterOutputs['eventType']['list'] = await parley.eventType.list.query(wanted);
const names: string[] = page.items.map(({ name }) => name);
const next: string | null = page.nextCursor;
let code = '';
try {
  await parley.eventType.get.query({ name: 'nothing' });
} catch (error) {
  if (error instanceof TRPCClientError) {
    const failure: TRPCClientError<AppRouter> = error;
    code = failure.data?.problem.code ?? '';
  }
}
export const watch = (refresh: (ids: string[], isMore: boolean) => void) =>
  parley.delivery.watch.subscribe(
    { environment: 'live' },
    { onData: ({ data: { ids, isMore } }) => refresh(ids, isMore) },
  );
process.stdout.write(JSON.stringify({ names, next, code }));
`;

/** tRPC's declarations name types of `ws` that the types of `ws` no longer have for a module. */
const standIn = `declare module 'ws' {
  namespace ws {
    class WebSocket {}
    class WebSocketServer {}
  }
  export default ws;
}
`;

const mistakes = {
  'a procedure that there is not': `await parley.eventType.lst.query({});`,
  'a field that no input has': `await parley.eventType.list.query({ limitt: 5 });`,
  'a value that no input takes': `await parley.event.list.query({ environment: 'production' });`,
  'a field that no answer has': `(await parley.eventType.list.query({})).items[0]?.titel;`,
  'a field that no message has': `parley.event.watch.subscribe({}, { onData: ({ data }) => data.body });`,
  'a query that is none': `await parley.event.publish.query({ type: 'a', data: {} });`,
};

const compile = async (compiler: string): Promise<Ended> =>
  runChild(
    join(folder.path, 'node_modules', compiler, 'bin/tsc'),
    ['-p', join(folder.path, 'tsconfig.json'), '--pretty', 'false'],
    process.env,
  );

const config = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
  },
  include: ['*.ts'],
};

beforeAll(() => {
  if (!canInstall) return;
  pnpm(['--filter', '@parley/server', 'build:types'], root);
  pnpm(['pack', '--pack-destination', folder.path], join(root, 'server/dist/client-types'));
  const archive = readdirSync(folder.path).find((name) => name.endsWith('.tgz')) ?? '';
  write(
    'package.json',
    JSON.stringify({
      type: 'module',
      dependencies: {
        '@parley/client-types': `file:./${archive}`,
        '@trpc/client': trpcVersion,
        '@trpc/server': trpcVersion,
        // What the declarations of tRPC want where libraries are checked, and the stand-in below.
        '@types/node': '24.19.2',
        'typescript-5': 'npm:typescript@5.9.3',
        'typescript-7': 'npm:typescript@7.0.2',
      },
    }),
  );
  pnpm(['install', '--prefer-offline', '--ignore-workspace'], folder.path);
  write('frontend.ts', program);
  write('ws.d.ts', standIn);
  write('tsconfig.json', JSON.stringify(config));
  for (const [index, mistake] of Object.values(mistakes).entries())
    write(`mistake-${index}.ts`, `${program}\n${mistake}\n`);
}, 300_000);

afterAll(() => folder[Symbol.dispose]());

test.skipIf(!canInstall).each(Object.entries(compilers))(
  '%s takes the types as they are, those of tRPC beside them, and refuses each mistake and nothing else',
  async (_, compiler) => {
    const { stdout, stderr } = await compile(compiler);

    const files = [...stdout.matchAll(/^(\S+)\(\d+,\d+\): error TS\d+/gm)].map((match) =>
      basename(match[1] ?? ''),
    );
    expect(stderr).toBe('');
    expect(files.toSorted(), stdout).toEqual(
      Object.keys(mistakes).map((_name, index) => `mistake-${index}.ts`),
    );
  },
);

test.skipIf(!canInstall)('the program that compiles calls a Parley and reads its problems', async () => {
  await using parley = await startParley();
  const { secret } = await parley.createKey('frontend', 'event-types:read');

  const { code, stdout, stderr } = await runChild(join(folder.path, 'frontend.ts'), [], {
    ...process.env,
    PARLEY: parley.url,
    KEY: secret,
  });

  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({ names: [], next: null, code: 'event_type.not_found' });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { version } from '../version.ts';

// Makes the package `@parley/client-types` in `server/dist/client-types`: the type of the router as one declaration, for
// frontends that are not in this workspace. `pnpm --filter @parley/server build:types`.

const root = resolve(import.meta.dirname, '../../..');
const emitted = join(root, 'node_modules/.cache/client-types');
const target = join(root, 'server/dist/client-types');

const installedVersion = (name: string): string => {
  const manifest: unknown = JSON.parse(
    readFileSync(join(root, 'server/node_modules', name, 'package.json'), 'utf8'),
  );
  if (typeof manifest === 'object' && manifest && 'version' in manifest) return String(manifest.version);
  throw new Error(`${name} has no version.`);
};

const emit = (): string => {
  rmSync(emitted, { recursive: true, force: true });
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'server/tsconfig.client-types.json')],
    { stdio: 'inherit' },
  );
  return readFileSync(join(emitted, 'server/src/doors/router.d.ts'), 'utf8');
};

const head = `// Made from the router of Parley ${version}. Not written by hand.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

/** What procedures work with inside of Parley. Clients see nothing of it. */
type Context = object;
type Meta = object;

`;

const tail = `
/** What each procedure takes: \`RouterInputs['event']['list']\`. */
export type RouterInputs = inferRouterInputs<AppRouter>;

/** What each procedure answers: \`RouterOutputs['event']['list']\`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;

export {};
`;

/**
 * The declaration that TypeScript emits names everything that crosses the border in full; what is left are the types of
 * tRPC, which the package depends on, and two of our own, which no client sees. Anything else is a mistake of ours.
 */
const rolledUp = (declaration: string): string => {
  const body = declaration
    .replaceAll(/import\("[./]+\/platform\/guard\/context\.ts"\)\.(Context|Meta)\b/g, '$1')
    .replace('export declare const appRouter', 'declare const appRouter');
  const others = [...body.matchAll(/(?:import\(|from )(["'])(?<from>.*?)\1/g)]
    .map((match) => match.groups?.['from'])
    .filter((from) => from === undefined || !/^@trpc\/server(?:\/|$)/.test(from));
  if (others.length > 0)
    throw new Error(`The type of the router names ${[...new Set(others)].join(', ')}, which clients lack.`);
  return head + body + tail;
};

const manifest = {
  name: '@parley/client-types',
  version,
  description: 'The type of Parley’s router, for clients by tRPC',
  license: 'UNLICENSED',
  type: 'module',
  types: './index.d.ts',
  exports: { '.': { types: './index.d.ts' }, './package.json': './package.json' },
  files: ['index.d.ts'],
  peerDependencies: { '@trpc/server': `^${installedVersion('@trpc/server')}`, typescript: '>=5.7.2' },
};

const readme = `# @parley/client-types

The type of the router of Parley ${version}: no code, and nothing that runs.

\`\`\`ts
import type { AppRouter } from '@parley/client-types';
import { createTRPCClient, httpBatchLink } from '@trpc/client';

const parley = createTRPCClient<AppRouter>({
  links: [httpBatchLink({ url: 'https://parley.example/trpc', maxItems: 10, maxURLLength: 8000 })],
});
\`\`\`
`;

const declaration = rolledUp(emit());
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'index.d.ts'), declaration);
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(join(target, 'README.md'), readme);
process.stdout.write(`${target}: ${Math.round(declaration.length / 1024)} kB\n`);

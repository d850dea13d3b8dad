import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const web = resolve(import.meta.dirname, '../../..');
const mantine = join(web, 'node_modules/@mantine/core');
const components = join(mantine, 'esm/components');

/** What the console imports of Mantine by name. */
const imported = (): string[] =>
  globSync('src/**/*.{ts,tsx}', { cwd: web })
    .map((file) => readFileSync(join(web, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)])
    .flatMap(([, names = '']) => names.split(',').map((name) => name.trim().replace(/^type /, '')))
    .filter((name) => /^[A-Z]/.test(name));

/** The folders of components whose code a module loads, itself among them. */
const reach = (file: string, seen: Set<string>): void => {
  if (seen.has(file) || !existsSync(file)) return;
  seen.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+)"/g))
    reach(join(dirname(file), path), seen);
};

/** The style sheets without which what the console shows has no look. */
const needed = (): Set<string> => {
  const seen = new Set<string>();
  for (const name of imported())
    for (const file of globSync(`*/${name}.mjs`, { cwd: components })) reach(join(components, file), seen);
  const names = [...seen]
    .filter((file) => file.endsWith('.module.mjs'))
    .map((file) => basename(file, '.module.mjs'));
  return new Set(names.filter((name) => existsSync(join(mantine, `styles/${name}.css`))));
};

test('the console brings the styles of each Mantine component that it uses, and of no other', () => {
  const css = readFileSync(join(web, 'src/shell/theme/console.css'), 'utf8');
  const brought = [...css.matchAll(/@mantine\/core\/styles\/([A-Z]\w+)\.css/g)].map(([, name = '']) => name);
  // Of messages, which are a package of their own.
  const wanted = [...needed(), 'Notification'];

  expect(brought.toSorted()).toEqual([...new Set(wanted)].toSorted());
});

import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');

const parts = ['shared', 'server', 'web', 'e2e'];
const settings = [
  '.oxfmtrc.json',
  'directions.ts',
  'oxlint.config.ts',
  'package.json',
  'tsconfig.base.json',
  'vitest.config.ts',
];

/** Packages are those of the original, each by a link; what is ours among them is what was copied. */
const linkPackages = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((one) => one !== '.cache' && one !== '@parley'))
    symlinkSync(join(from, name), join(to, name));
  // Their links lead to the folder beside, and so do the same links in the copy.
  if (existsSync(join(from, '@parley')))
    cpSync(join(from, '@parley'), join(to, '@parley'), { recursive: true, verbatimSymlinks: true });
};

/** A copy of the sources in a private folder, in which compiler, linter and tests run. Goes with its scope. */
export const copyWorkspace = (): TemporaryFolder => {
  const folder = createTemporaryFolder();
  for (const name of settings) cpSync(join(root, name), join(folder.path, name));
  for (const part of parts) {
    cpSync(join(root, part), join(folder.path, part), {
      recursive: true,
      filter: (path) => !['node_modules', 'dist'].includes(basename(path)),
    });
    linkPackages(join(root, part, 'node_modules'), join(folder.path, part, 'node_modules'));
  }
  linkPackages(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  return folder;
};

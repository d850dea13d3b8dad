import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readContractFiles, sentFiles } from './repository-files.ts';
import { Unusable } from './unusable.ts';

let outer = '';
beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'contract-files-'));
});
afterAll(() => rmSync(outer, { recursive: true }));

const entryWith = (...refs: string[]): string =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'A', version: '1' },
    paths: {},
    components: {
      schemas: Object.fromEntries(refs.map((ref, index) => [`S${index}`, { $ref: ref }])),
    },
  });

const schemas = (...names: string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, { type: 'string' }])));

/** A repository of its own in the temporary folder, with these files. */
const repository = (name: string, files: Record<string, string>): string => {
  const root = join(outer, name);
  mkdirSync(join(root, '.git'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};

test('references lead through the whole repository, and each file is named from its root', () => {
  const root = repository('layout', {
    'services/a/openapi.json': entryWith('../../common.yaml#/Money', './my%20types.json#/Name'),
    'services/a/my types.json': schemas('Name'),
    'common.yaml': 'Money: { $ref: "shared/deep.yaml#/Amount" }',
    'shared/deep.yaml': 'Amount: { type: integer }',
    'unused.yaml': 'a: 1',
  });

  const files = readContractFiles(join(root, 'services/a/openapi.json'));

  expect(files).toMatchObject({ root, entry: 'services/a/openapi.json' });
  expect([...files.texts.keys()].toSorted()).toEqual([
    'common.yaml',
    'services/a/my types.json',
    'services/a/openapi.json',
    'shared/deep.yaml',
  ]);
  expect(sentFiles(files)).toMatchObject({ entry: 'services/a/openapi.json' });
});

test('mappings of discriminators lead to files, and examples do not', () => {
  const root = repository('mapping', {
    'openapi.json': JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: {},
      components: {
        schemas: {
          Pet: { discriminator: { propertyName: 'kind', mapping: { dog: 'dog.yaml' } } },
          Said: { type: 'object', example: { $ref: 'secret.yaml' } },
        },
      },
    }),
    'dog.yaml': 'type: object',
    'secret.yaml': 'token: 1',
  });

  const { texts } = readContractFiles(join(root, 'openapi.json'));

  expect([...texts.keys()]).toEqual(['openapi.json', 'dog.yaml']);
});

test('nothing is read outside of the repository, however a reference or a link leads there', () => {
  writeFileSync(join(outer, 'outside.json'), schemas('Secret'));
  const root = repository('bounded', {
    'api/openapi.json': entryWith(
      '../../outside.json#/Secret',
      '../link.json#/Secret',
      '../folder/outside.json#/Secret',
      '/etc/passwd',
      'file:///etc/passwd',
      'https://example.com/a.yaml#/A',
      '../.git/config#/Secret',
      '../ok.json#/Name',
    ),
    '.git/config': schemas('Secret'),
    'ok.json': schemas('Name'),
  });
  symlinkSync(join(outer, 'outside.json'), join(root, 'link.json'));
  symlinkSync(outer, join(root, 'folder'));

  const { texts, left } = readContractFiles(join(root, 'api/openapi.json'));

  expect([...texts.keys()].toSorted()).toEqual(['api/openapi.json', 'ok.json']);
  expect([...left.keys()].toSorted()).toEqual([
    '../outside.json',
    '.git/config',
    'folder/outside.json',
    'link.json',
  ]);
});

test('a link within the repository is followed', () => {
  const root = repository('linked', {
    'openapi.json': entryWith('link.json#/Name'),
    'real.json': schemas('Name'),
  });
  symlinkSync('real.json', join(root, 'link.json'));

  expect(readContractFiles(join(root, 'openapi.json')).texts.has('link.json')).toBe(true);
});

test('an entry that is not there, is a folder, or links out of its repository cannot be read', () => {
  const root = repository('entries', { 'folder/a.yaml': 'a: 1' });
  writeFileSync(join(outer, 'other.json'), entryWith());
  symlinkSync(join(outer, 'other.json'), join(root, 'out.json'));
  symlinkSync('circle.json', join(root, 'circle.json'));

  for (const name of ['nothing.json', 'folder', 'out.json', 'circle.json'])
    expect(() => readContractFiles(join(root, name))).toThrow(Unusable);
});

test('without a repository reading ends at the folder of the file, or at the one that was named', () => {
  const folder = join(outer, 'plain');
  mkdirSync(join(folder, 'api'), { recursive: true });
  writeFileSync(join(folder, 'api/openapi.json'), entryWith('../common.json#/Name'));
  writeFileSync(join(folder, 'common.json'), schemas('Name'));
  const file = join(folder, 'api/openapi.json');

  expect(readContractFiles(file).texts.size).toBe(1);
  expect([...readContractFiles(file, folder).texts.keys()]).toEqual(['api/openapi.json', 'common.json']);
});

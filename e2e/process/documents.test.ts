import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** What a heading can be linked by: lower case, without punctuation, hyphens for spaces. */
const anchorsOf = (text: string): string[] =>
  [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ +(.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target));

const isBroken = (from: string, target: string): boolean => {
  const [file = '', anchor] = target.split('#');
  const place = file === '' ? join(root, from) : resolve(root, dirname(from), file);
  if (!existsSync(place)) return true;
  return anchor !== undefined && !anchorsOf(readFileSync(place, 'utf8')).includes(anchor);
};

/** Paths of this repository that a text names, in prose and in commands. */
const pathsOf = (text: string): string[] =>
  [...text.matchAll(/(?<![\w./@-])(?:(?:server|shared|web)\/src|e2e|docs|\.ci|\.changeset)\/[\w./-]*/g)].map(
    ([path]) => path.replace(/[./]+$/, ''),
  );

test('the README is at most 6,000 bytes', () => {
  expect(statSync(join(root, 'README.md')).size).toBeLessThanOrEqual(6000);
});

/** Where each document names something that is not there. */
const missingIn = (find: (document: { path: string; text: string }) => string[]): string[] =>
  documents.flatMap((document) => find(document).map((target) => `${document.path}: ${target}`));

test('every link leads to a file, and to a heading of it', () => {
  const broken = missingIn(({ path, text }) => linksOf(text).filter((target) => isBroken(path, target)));

  expect(broken).toEqual([]);
});

test('every path of the repository that a document names is there', () => {
  const missing = missingIn(({ text }) => pathsOf(text).filter((path) => !existsSync(join(root, path))));

  expect(missing).toEqual([]);
});

test('every document can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const path of reached) {
    const text = documents.find((one) => one.path === path)?.text ?? '';
    for (const target of linksOf(text)) {
      const file = relative(root, resolve(root, dirname(path), target.split('#', 1)[0] ?? ''));
      if (file.endsWith('.md') && existsSync(join(root, file))) reached.add(file);
    }
  }

  expect(documents.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test('the decisions are numbered without a gap, each with its four parts', () => {
  const decisions = documents.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
  const parts = ['Context', 'Decision', 'Rejected', 'Consequence'];

  expect(decisions.map(({ path }) => Number(/\/(\d+)-/.exec(path)?.[1])).toSorted((a, b) => a - b)).toEqual(
    decisions.map((_, index) => index + 1),
  );
  for (const { text } of decisions)
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(parts);
});

test('the changelog begins with the version of the workspace', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const changelog = documents.find(({ path }) => path === 'CHANGELOG.md')?.text ?? '';

  expect(/^## (.+)$/m.exec(changelog)?.[1]).toBe(version);
});

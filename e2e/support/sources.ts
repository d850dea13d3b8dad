import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A file of the product, by its path from the root. */
export interface Source {
  path: string;
  text: string;
}

/** What the product is made of, without its tests, what only they need, and what is generated. */
export const sources: Source[] = ['server/src', 'web/src', 'shared/src'].flatMap((part) =>
  readdirSync(join(root, part), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|^(?:migrations|testing)\//.test(path))
    .map((path) => ({ path: `${part}/${path}`, text: readFileSync(join(root, part, path), 'utf8') })),
);

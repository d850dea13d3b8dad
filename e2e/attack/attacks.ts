import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Attack } from './attack.ts';

/** An attack by the name of its file. */
export interface NamedAttack extends Attack {
  /** Such as `starve/doubling-references`. */
  file: string;
}

const isAttack = (value: unknown): value is Attack =>
  typeof value === 'object' && value !== null && 'name' in value && 'databases' in value && 'run' in value;

/** Every `*.attack.ts` below this folder whose path holds one of these words; all without any. */
export const findAttacks = async (words: readonly string[] = []): Promise<NamedAttack[]> => {
  const files = globSync('**/*.attack.ts', { cwd: import.meta.dirname }).toSorted();
  const wanted = files.filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  return Promise.all(
    wanted.map(async (file) => {
      const { attack }: { attack?: unknown } = await import(
        pathToFileURL(`${import.meta.dirname}/${file}`).href
      );
      if (!isAttack(attack)) throw new Error(`${basename(file)} exports no attack.`);
      return { ...attack, file: file.replace('.attack.ts', '') };
    }),
  );
};

import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Source, sources } from '../support/sources.ts';

/** Files of ours that a file imports, types and calls included. */
const importsOf = ({ path, text }: Source): string[] =>
  [...text.matchAll(/(?:\bfrom |\bimport |\bimport\()'([^']+)'/g)]
    .map(([, to = '']) => to)
    .filter((to) => to.startsWith('.') || to.startsWith('@parley/shared/'))
    .map((to) =>
      to.startsWith('.')
        ? posix.join(posix.dirname(path), to)
        : `${to.replace('@parley/shared/', 'shared/src/')}.ts`,
    );

/** `server/src/access/consumer`; for a file above the rooms, itself. */
const roomOf = (path: string): string => path.split('/').slice(0, 4).join('/');
const wingOf = (path: string): string => path.split('/').slice(0, 3).join('/');

/** Each room with those that it imports, itself left out. */
const readRooms = (files: readonly Source[]): Map<string, Set<string>> => {
  const rooms = new Map<string, Set<string>>();
  for (const file of files) {
    const from = roomOf(file.path);
    const targets = rooms.get(from) ?? new Set();
    for (const to of importsOf(file)) if (roomOf(to) !== from) targets.add(roomOf(to));
    rooms.set(from, targets);
  }
  return rooms;
};

const reachableFrom = (rooms: ReadonlyMap<string, ReadonlySet<string>>, start: string): Set<string> => {
  const reached = new Set([start]);
  for (const room of reached) for (const next of rooms.get(room) ?? []) reached.add(next);
  return reached;
};

/** Steps from a room into another wing from which there is a way back. */
const circlesIn = (rooms: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
  [...rooms].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => wingOf(to) !== wingOf(from) && reachableFrom(rooms, to).has(from))
      .map((to) => `${from} → ${to}`),
  );

/** The arrow upwards that there is on purpose: what the process holds, as a type, in the context of the guard. */
const upwards = "import type { Services } from '../../doors/services.ts';";

const linesOfCode = (text: string): number =>
  text
    .replaceAll(/^\s*\/\*.*?\*\/\s*$/gms, '')
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).length;

describe('the sources', () => {
  test('no way leads from a room through another wing and back', () => {
    const files = sources.map(({ path, text }) => ({
      path,
      text: path === 'server/src/platform/guard/context.ts' ? text.replace(upwards, '') : text,
    }));
    const rooms = readRooms(files);
    const dangling = [...rooms].flatMap(([from, targets]) =>
      [...targets]
        .filter((to) => !rooms.has(to) && !/\.(?:css|json)$/.test(to))
        .map((to) => `${from} → ${to}`),
    );

    expect(rooms.size).toBeGreaterThan(80);
    expect(dangling).toEqual([]);
    expect(circlesIn(rooms)).toEqual([]);
  });

  test('a circle would be found', () => {
    const rooms = readRooms([
      { path: 'server/src/access/consumer/a.ts', text: "import '../../webhooks/event/b.ts';" },
      { path: 'server/src/webhooks/event/b.ts', text: "import type { x } from '../endpoint/c.ts';" },
      { path: 'server/src/webhooks/endpoint/c.ts', text: "await import('../../access/consumer/d.ts');" },
    ]);

    expect(circlesIn(rooms)).toEqual([
      'server/src/access/consumer → server/src/webhooks/event',
      'server/src/webhooks/endpoint → server/src/access/consumer',
    ]);
  });

  test('no file has more than 300 lines of code', () => {
    const long = sources.filter(({ text }) => linesOfCode(text) > 300);

    expect(linesOfCode('/**\n * Says.\n */\n\n// Why.\nconst a = 1;\n')).toBe(1);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

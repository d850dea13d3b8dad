import { createRequire } from 'node:module';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { vi } from 'vitest';
import { SqliteReader } from '../platform/database/sqlite-reader.ts';
import { SqliteWriter, type WriterStep } from '../platform/database/sqlite-writer.ts';

// Ours, and the one that the ORM has, which may be of another version.
const { Client: ClientOfOrm } = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg') as {
  Client: typeof Client;
};
const clients = new Set([Client, ClientOfOrm]);

/** One statement as the database was given it. */
export interface Statement {
  sql: string;
  /** Of its latest run; empty on SQLite, whose planner does not look at them. */
  parameters: readonly unknown[];
}

/** Looks at what a method is called with, and lets it do what it does. */
const spyOn = (target: object, method: string, look: (...given: unknown[]) => void) => {
  const original: unknown = Reflect.get(target, method);
  if (typeof original !== 'function') throw new Error(`There is no method ${method}.`);
  return vi
    .spyOn(target as Record<string, (...given: unknown[]) => unknown>, method)
    .mockImplementation(function (this: unknown, ...given) {
      look(...given);
      return Reflect.apply(original, this, given);
    });
};

/** Every different statement that this process runs from now on, until `end`, through the ORM or the store. */
export const logStatements = (): { statements: () => Statement[]; end: () => void } => {
  const seen = new Map<string, Statement>();
  const note = (sql: string, parameters: readonly unknown[] = []) => seen.set(sql, { sql, parameters });
  const spies = [
    ...[...clients].map((one) =>
      spyOn(one.prototype, 'query', (asked, more) => {
        const { text, values } = typeof asked === 'string' ? { text: asked, values: more } : Object(asked);
        if (typeof text === 'string') note(text, Array.isArray(values) ? values : []);
      }),
    ),
    spyOn(Database.prototype, 'prepare', (sql) => note(String(sql))),
    spyOn(SqliteReader.prototype, 'read', (sql) => note(String(sql))),
    spyOn(SqliteWriter.prototype, 'take', (steps) => {
      for (const step of steps as readonly WriterStep[]) if ('sql' in step) note(step.sql);
    }),
  ];
  return {
    statements: () => [...seen.values()],
    end: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
};

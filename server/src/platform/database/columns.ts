import { BigIntType, EntitySchema, FloatType, IntegerType, ReferenceKind } from '@mikro-orm/core';
import type { Columns } from './store.ts';

type Snake<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : '';

/** A column as the batched statements carry it: a relation is the id that it points at. */
type Cell<Value> = Value extends { id: infer Id } ? Id : Value extends undefined ? null : Value;

/** A row of the table of this entity, by the names of its columns. */
export type RowOf<Entity> = {
  -readonly [
    Property in keyof Entity & string as Entity[Property] extends (...given: never[]) => unknown
      ? never
      : NonNullable<Entity[Property]> extends { id: unknown }
        ? `${Snake<Property>}_id`
        : Snake<Property>
  ]-?: Cell<Entity[Property]>;
};

const columnNameOf = (property: string, isRelation: boolean): string =>
  property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) + (isRelation ? '_id' : '');

const typeOf = (type: unknown): Columns[string] => {
  const is = (kind: new () => unknown) => type === kind || type instanceof kind;
  if (is(BigIntType)) return 'bigint';
  if (is(IntegerType)) return 'integer';
  return is(FloatType) ? 'double precision' : 'text';
};

/**
 * Columns of the table of an entity with their PostgreSQL types, for batched statements; all of them, or those that are
 * named. Throws for a name that is no column.
 */
export const columnsOf = <Entity extends object, Name extends keyof RowOf<Entity> & string>(
  entity: new () => Entity,
  names?: readonly Name[],
): Readonly<Record<Name, Columns[string]>> => {
  const properties = EntitySchema.REGISTRY.get(entity)?.meta.properties ?? {};
  const all = new Map(
    Object.entries(properties).map(([name, { kind, type }]) => {
      const isRelation = kind === ReferenceKind.MANY_TO_ONE;
      return [columnNameOf(name, isRelation), isRelation ? 'text' : typeOf(type)];
    }),
  );
  const wanted: readonly string[] = names ?? [...all.keys()];
  const missing = wanted.filter((name) => !all.has(name));
  if (missing.length > 0 || wanted.length === 0)
    throw new Error(`${entity.name} has no columns ${missing.join(', ')}.`);
  // The names were checked one by one; the compiler cannot follow.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(wanted.map((name) => [name, all.get(name)])) as Record<Name, Columns[string]>;
};

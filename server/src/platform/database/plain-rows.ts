import { type EntityProperty, type FilterQuery, ReferenceKind } from '@mikro-orm/core';
import type { EntityManager, QBFilterQuery } from '@mikro-orm/sql';
import { rowsInOrder } from './list-page.ts';

/** Parents that are read with a row, and which of their properties. */
type ParentsOf<Entity> = { readonly [Relation in keyof Entity]?: readonly (keyof Entity[Relation])[] };

/** As much of an entity as is read, and of its parents likewise. */
type Plain<Entity, Name extends keyof Entity, Parents> = Pick<Entity, Name> & {
  [Relation in keyof Parents & keyof Entity]: Parents[Relation] extends readonly (infer Own)[]
    ? Pick<Entity[Relation], Own & keyof Entity[Relation]>
    : never;
};

/** One property: its column in SQL, what that is called in the answer, and the value that an entity would have. */
interface Cell {
  name: string;
  column: string;
  as: string;
  valueOf: (found: unknown) => unknown;
}

interface Reading {
  sql: string;
  own: Cell[];
  parents: { relation: string; cells: Cell[] }[];
}

const valueOf = (em: EntityManager, { customType, runtimeType }: EntityProperty): Cell['valueOf'] => {
  const platform = em.getPlatform();
  if (customType) return (found) => (found === null ? null : customType.convertToJSValue(found, platform));
  if (runtimeType === 'boolean') return (found) => (found === null ? null : Boolean(found));
  if (runtimeType !== 'Date') return (found) => found;
  return (found) =>
    typeof found === 'number' || typeof found === 'string' ? platform.parseDate(found) : found;
};

const propertyOf = (properties: object, name: string): EntityProperty | undefined =>
  new Map<string, EntityProperty>(Object.entries(properties)).get(name);

const cellsOf = (
  em: EntityManager,
  properties: object,
  alias: string,
  names: readonly PropertyKey[],
): Cell[] =>
  names.map(String).map((name) => {
    const property = propertyOf(properties, name);
    const [column] = property?.kind === ReferenceKind.SCALAR ? property.fieldNames : [];
    if (!property || column === undefined) throw new Error(`There is no column for ${name}.`);
    const as = `${alias}_${column}`;
    return { name, column: `${alias}.${column} as ${as}`, as, valueOf: valueOf(em, property) };
  });

const rowOf = (cells: readonly Cell[], found: Record<string, unknown>): Record<string, unknown> => {
  const row: Record<string, unknown> = {};
  for (const cell of cells) row[cell.name] = cell.valueOf(found[cell.as]);
  return row;
};

/**
 * Rows of a page as they are shown: some properties of an entity, and some of its parents, with the values that an entity
 * would have. Entities are for what is changed: making them of a page costs more than all the rest of a list.
 */
export class PlainRows<
  Entity extends { id: string },
  const Name extends keyof Entity,
  const Parents extends ParentsOf<Entity>,
> {
  readonly #entity: new () => Entity;
  readonly #names: readonly (Name | 'id')[];
  readonly #parents: Parents;
  readonly #readings = new WeakMap<object, Reading>();

  /** Reads the id, these properties of a row, and of each parent that is named those that are named of it. */
  constructor(entity: new () => Entity, names: readonly Name[], parents: Parents) {
    this.#entity = entity;
    this.#names = [...new Set<Name | 'id'>(['id', ...names])];
    this.#parents = parents;
  }

  /** The rows of these ids, in their order; whoever found them looked at their owner. One that has gone is left out. */
  async find(em: EntityManager, ids: readonly string[]): Promise<Plain<Entity, Name | 'id', Parents>[]> {
    const { sql, own, parents } = this.#reading(em);
    return rowsInOrder(ids, async ({ $in }) => {
      const found: Record<string, unknown>[] = await em
        .getConnection()
        .execute(
          `${sql} where t.id in (${$in.map(() => '?').join(', ')})`,
          $in,
          'all',
          em.getTransactionContext(),
        );
      return found.map((one) => {
        const row = rowOf(own, one);
        for (const { relation, cells } of parents) row[relation] = rowOf(cells, one);
        // The names were looked up one by one; the compiler cannot follow.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return row as Plain<Entity, Name | 'id', Parents>;
      });
    });
  }

  /** The rows that fit, of those that the caller may see: for lists that `pageOfIds` knows no way through. */
  async findWhere(
    em: EntityManager,
    where: FilterQuery<Entity>,
    { orderBy, limit }: { orderBy: Record<string, 'asc' | 'desc'>; limit: number },
  ): Promise<Plain<Entity, Name | 'id', Parents>[]> {
    // The builder has a type of its own for the conditions that `find` takes.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const query = em.createQueryBuilder(this.#entity).where(where as QBFilterQuery<Entity>);
    await query.orderBy(orderBy).limit(limit).applyFilters();
    const found = await query.select('id').execute('all');
    return this.find(
      em,
      found.map(({ id }) => id),
    );
  }

  // What a value is read by depends on the database; an entity manager is new at each call, its platform is not.
  #reading(em: EntityManager): Reading {
    const known = this.#readings.get(em.getPlatform());
    if (known) return known;
    const { properties, tableName } = em.getMetadata().get(this.#entity);
    const own = cellsOf(em, properties, 't', this.#names);
    const joined = Object.entries(this.#parents).map(([relation, names], index) => {
      const property = propertyOf(properties, relation);
      const [column] = property?.kind === ReferenceKind.MANY_TO_ONE ? property.fieldNames : [];
      if (!property?.targetMeta || column === undefined) throw new Error(`${relation} is no parent.`);
      const alias = `p${index}`;
      const cells = cellsOf(em, property.targetMeta.properties, alias, [names].flat());
      const join = ` join ${property.targetMeta.tableName} ${alias} on ${alias}.id = t.${column}`;
      return { relation, cells, join };
    });
    const columns = [own, ...joined.map(({ cells }) => cells)].flat().map(({ column }) => column);
    const sql = `select ${columns.join(', ')} from ${tableName} t${joined.map(({ join }) => join).join('')}`;
    const reading = { sql, own, parents: joined };
    this.#readings.set(em.getPlatform(), reading);
    return reading;
  }
}

/** What {@link PlainRows} reads: what a view may show. */
export type RowIn<Rows> = Rows extends { find: (...given: never[]) => Promise<(infer Row)[]> } ? Row : never;

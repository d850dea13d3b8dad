// What a new room has on the server and in shared. Each function is one file.
import { type RoomNames, sharedPathOf, wordFrom, wordModule } from './names.ts';
import { testOf } from './test-file.ts';

/** Files by their path. */
export type Files = Record<string, string>;

const schemasOf = (names: RoomNames): string => {
  const { pascal, pascals, prefix, words, oneOf } = names;
  return `import { z } from 'zod';
import { Environment, EnvironmentChoice } from '${wordFrom(names, 'environment')}';
import { pageInput, pageOf } from '${wordFrom(names, 'page')}';
import { idOf } from '${wordFrom(names, 'id')}';
import { isoTime, text } from '${wordFrom(names, 'text')}';

const name = text(100, 'What the ${words} is called.', 'First ${words}');

export const ${pascal}View = z
  .object({
    id: idOf('${prefix}', '${words}'),
    consumerId: idOf('con', 'consumer').meta({ description: 'Whose it is.' }),
    consumerName: z.string().meta({ description: 'What its consumer is called.' }),
    environment: Environment,
    name: z.string().meta({ description: 'What it is called.' }),
    createdAt: isoTime('When it was created.'),
  })
  .meta({ id: '${pascal}', description: '${oneOf.charAt(0).toUpperCase()}${oneOf.slice(1)} of a consumer.' });
export type ${pascal}View = z.infer<typeof ${pascal}View>;

export const ${pascal}Page = pageOf(${pascal}View);

export const List${pascals} = z.strictObject({
  ...pageInput,
  consumerId: idOf('con', 'consumer').meta({ description: 'Only those of this consumer.' }).optional(),
  environment: Environment.meta({ description: 'Only those of this environment.' }).optional(),
});
export type List${pascals} = z.infer<typeof List${pascals}>;

export const ${pascal}Id = z.strictObject({ id: idOf('${prefix}', '${words}') });

export const Create${pascal} = z.strictObject({
  name,
  consumerId: idOf('con', 'consumer')
    .meta({ description: 'Needed from staff; a key already belongs to one consumer and may leave it out.' })
    .optional(),
  environment: EnvironmentChoice,
});
export type Create${pascal} = z.infer<typeof Create${pascal}>;
`;
};

const roomOfConsumer = ({ wing }: RoomNames): string =>
  wing === 'access' ? '../consumer' : '../../access/consumer';

const entityOf = (names: RoomNames): string => `import { defineEntity, p } from '@mikro-orm/core';
import { Environment } from '${wordModule('environment')}';
import { Consumer } from '${roomOfConsumer(names)}/consumer.entity.ts';
import { ownedBy } from '../../platform/database/owner.ts';

const ${names.pascal}Schema = defineEntity({
  name: '${names.pascal}',
  filters: ownedBy(({ consumerId, environment }) => ({ consumer: consumerId, environment })),
  properties: {
    id: p.string().length(40).primary(),
    consumer: () => p.manyToOne(Consumer),
    environment: p.enum(Environment.options),
    name: p.string().length(100),
    createdAt: p.datetime(3),
  },
  indexes: [{ properties: ['consumer', 'environment', 'id'] }],
});

/** ${names.oneOf.charAt(0).toUpperCase()}${names.oneOf.slice(1)} of a consumer. */
export class ${names.pascal} extends ${names.pascal}Schema.class {}
${names.pascal}Schema.setClass(${names.pascal});
`;

const serviceImports = (names: RoomNames): string => `import type { EntityManager } from '@mikro-orm/sql';
import { type Create${names.pascal}, type List${names.pascals}, ${names.pascal}View } from '@parley/shared/${sharedPathOf(names)}';
import { placeOf } from '${roomOfConsumer(names)}/consumer.service.ts';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import type { Act } from '../../platform/guard/act.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { ${names.pascal} } from './${names.noun}.entity.ts';
`;

const creationOf = ({ pascal, snake, prefix, oneOf }: RoomNames): string => `
/** Creates ${oneOf} of a consumer: of the key's own, or of the one that staff names. */
export const create${pascal} = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: Create${pascal},
): Promise<${pascal}View> =>
  em.transactional(async (tx) => {
    const now = parts.now();
    const { consumer, environment } = await placeOf(tx, caller, input);
    const row = tx.create(${pascal}, {
      id: newId('${prefix}', now.getTime()),
      consumer,
      environment,
      name: input.name,
      createdAt: now,
    });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: '${snake}.create',
      targetId: row.id,
      consumerId: consumer.id,
      environment,
      changes: changesBetween({}, { name: input.name }),
      at: now,
    });
    return view${pascal}(row);
  });
`;

const serviceOf = (names: RoomNames): string => {
  const { camel, nouns, pascal, pascals, snake, titles } = names;
  return `${serviceImports(names)}
/** What one is told by in \`ETag\`. */
export const ${camel}Tag = new EntityTag(${pascal}View, ['consumerName']);

const shown${pascals} = new PlainRows(${pascal}, ['id', 'environment', 'name', 'createdAt'], {
  consumer: ['id', 'name'],
});

const view${pascal} = (row: RowIn<typeof shown${pascals}>): ${pascal}View => ({
  id: row.id,
  consumerId: row.consumer.id,
  consumerName: row.consumer.name,
  environment: row.environment,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
});

/** ${titles}, in the order that is asked for. */
export const list${pascals} = async (em: EntityManager, query: List${pascals}) => {
  const { consumerId, environment } = query;
  const paging = Paging.of('${nouns}', query);
  const { where, options } = paging.find;
  const rows = await shown${pascals}.findWhere(
    em,
    { ...given({ consumer: consumerId, environment }), ...where },
    options,
  );
  return viewPage(paging.close(rows), view${pascal});
};

/** One, or \`${snake}.not_found\`, which is also the answer for somebody else's. */
export const get${pascal} = async (em: EntityManager, id: string): Promise<${pascal}View> => {
  const row = await em.findOne(${pascal}, { id }, { populate: ['consumer'] });
  if (!row) throw new Problem('${snake}.not_found');
  return view${pascal}(row);
};
${creationOf(names)}`;
};

const routerOf = (names: RoomNames): string => {
  const { pascal, pascals, camel, noun, nouns, manyWords, oneOf, titles } = names;
  return `import { Create${pascal}, List${pascals}, ${pascal}Id, ${pascal}Page, ${pascal}View } from '@parley/shared/${sharedPathOf(names)}';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { create${pascal}, get${pascal}, list${pascals}, ${camel}Tag } from './${noun}.service.ts';

const tags = ['${titles}'];

export const ${camel}Router = router({
  list: guarded('${nouns}:read', {
    openapi: {
      method: 'GET',
      path: '/v1/${nouns}',
      operationId: 'list${pascals}',
      summary: 'List ${manyWords}',
      tags,
    },
  })
    .input(List${pascals})
    .output(${pascal}Page)
    .query(({ ctx, input }) => list${pascals}(ctx.em, input)),

  get: guarded('${nouns}:read', {
    tag: ${camel}Tag,
    openapi: {
      method: 'GET',
      path: '/v1/${nouns}/{id}',
      operationId: 'get${pascal}',
      summary: 'Read ${oneOf}',
      tags,
    },
  })
    .input(${pascal}Id)
    .output(${pascal}View)
    .query(({ ctx, input }) => get${pascal}(ctx.em, input.id)),

  create: guarded('${nouns}:write', {
    status: 201,
    idempotency: 'door',
    tag: ${camel}Tag,
    location: '/v1/${nouns}/{id}',
    openapi: {
      method: 'POST',
      path: '/v1/${nouns}',
      operationId: 'create${pascal}',
      summary: 'Create ${oneOf}',
      tags,
    },
  })
    .input(Create${pascal})
    .output(${pascal}View)
    .mutation(({ ctx, input }) => create${pascal}(ctx.em, ctx, input)),
});
`;
};

/** Schemas, table, services, procedures and test of a new room. */
export const serverFiles = (names: RoomNames): Files => {
  const room = `server/src/${names.wing}/${names.noun}/${names.noun}`;
  return {
    [`shared/src/${sharedPathOf(names)}.ts`]: schemasOf(names),
    [`${room}.entity.ts`]: entityOf(names),
    [`${room}.service.ts`]: serviceOf(names),
    [`${room}.router.ts`]: routerOf(names),
    [`${room}.test.ts`]: testOf(names),
  };
};

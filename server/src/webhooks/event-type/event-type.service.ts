import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import {
  type CountEventTypes,
  type DowncastStep,
  type EventTypeDetail,
  EventTypeView,
  type ListEventTypes,
} from '@parley/shared/webhooks/event-type';
import type { RowCount } from '@parley/shared/words/page';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { bumpCatalog, type Catalog } from '../catalog/catalog.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { onceMoreIfTaken } from '../../platform/database/conflict.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { canonicalJson } from '@parley/shared/words/canonical-json';
import { parseExact } from '../../platform/request/exact-json.ts';
import { isObject } from '../../platform/request/json.ts';
import { newId } from '../../platform/secret/id.ts';

import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { EventType, EventTypeVersion } from './event-type.entity.ts';
import type { JsonSchema } from '../../openapi/json-schema/json-schema.ts';
import { type Declared, prepareReview, type Reviewing, reviewOf } from './declaration-review.service.ts';
import { askedForTypes } from './event-type-filter.service.ts';
import { checkNewVersion } from './new-version.service.ts';

/** The order of keys, and how numbers are written, make no other schema. */
const isSameJson = (left: string, right: string): boolean =>
  left === right || canonicalJson(parseExact(left)) === canonicalJson(parseExact(right));

interface Declaration {
  name: string;
  description: string;
  schema: JsonSchema;
  example?: unknown;
  downcast?: DowncastStep[] | undefined;
  acknowledgeBreaking?: boolean | undefined;
}

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
const parsed = (text: string | null | undefined): unknown => (text ? parseExact(text) : null);

const schemaOf = (text: string): JsonSchema => {
  const schema = parseExact(text);
  return isObject(schema) ? schema : schema === true;
};

/** What an event type is told by in `ETag`; its earlier versions follow from the newest. */
export const eventTypeTag = new EntityTag(EventTypeView);

const shownTypes = new PlainRows(
  EventType,
  ['id', 'name', 'description', 'version', 'createdAt', 'updatedAt'],
  {},
);
const shownVersions = new PlainRows(EventTypeVersion, ['id', 'schema', 'example'], { eventType: ['id'] });

const viewEventType = (
  eventType: RowIn<typeof shownTypes>,
  version: Pick<EventTypeVersion, 'schema' | 'example'>,
): EventTypeView => ({
  name: eventType.name,
  description: eventType.description,
  version: eventType.version,
  schema: schemaOf(version.schema),
  example: parsed(version.example),
  createdAt: eventType.createdAt.toISOString(),
  updatedAt: eventType.updatedAt.toISOString(),
});

const load = async (
  em: EntityManager,
  name: string,
): Promise<{ type: EventType; newest: EventTypeVersion }> => {
  const type = await em.findOne(EventType, { name });
  if (!type) throw new Problem('event_type.not_found');
  return {
    type,
    newest: await em.findOneOrFail(EventTypeVersion, { eventType: type, version: type.version }),
  };
};

/** How many event types such a list has. */
export const countListedEventTypes = async (
  em: EntityManager,
  at: { parts: Parts; catalog: Catalog },
  query: CountEventTypes,
): Promise<RowCount> => ({
  count: await em.count(EventType, await askedForTypes(em, at, query)),
  isMore: false,
});

/** The catalogue, in the order that is asked for. */
export const listEventTypes = async (
  em: EntityManager,
  at: { parts: Parts; catalog: Catalog },
  query: ListEventTypes,
) => {
  const paging = Paging.of('event-types', query);
  const { where, options } =
    query.sort === 'name'
      ? await paging.findBy('name', async (id) => (await em.findOne(EventType, { id }))?.name)
      : paging.find;
  const asked = await askedForTypes(em, at, query);
  const page = paging.close(await shownTypes.findWhere(em, { $and: [asked, where] }, options));
  const versions = await shownVersions.findWhere(
    em,
    { $or: page.items.map(({ id, version }) => ({ eventType: id, version })) },
    { orderBy: { id: 'asc' }, limit: page.items.length },
  );
  const newestOf = new Map(versions.map((version) => [version.eventType.id, version]));
  return viewPage(page, (type) => {
    const newest = newestOf.get(type.id);
    if (!newest) throw new Error(`Event type ${type.name} has no version ${type.version}.`);
    return viewEventType(type, newest);
  });
};

/** One event type with all of its versions. */
export const getEventType = async (em: EntityManager, name: string): Promise<EventTypeDetail> => {
  const { type, newest } = await load(em, name);
  const versions = await em.find(EventTypeVersion, { eventType: type }, { orderBy: { version: 'desc' } });
  return {
    ...viewEventType(type, newest),
    versions: versions.map((version) => ({
      version: version.version,
      schema: schemaOf(version.schema),
      example: parsed(version.example),
      downcast: version.downcast ? JSON.parse(version.downcast) : null,
      createdAt: version.createdAt.toISOString(),
    })),
  };
};

/** What of an event type is to be different; what is left out stays. */
interface Revision {
  name: string;
  description?: string | undefined;
  schema?: JsonSchema | undefined;
  example?: unknown;
  downcast?: DowncastStep[] | undefined;
  acknowledgeBreaking?: boolean | undefined;
}

/** What a declaration makes of an event type that there may be already. */
interface Outcome {
  schema: string;
  example: string | null;
  isNewVersion: boolean;
  /** What has to be looked at first; `null` when nothing differs that could be wrong. */
  declared: Declared | null;
}

const outcomeOf = (input: Revision, kept: { type: EventType; newest: EventTypeVersion } | null): Outcome => {
  const keptSchema = kept?.newest.schema;
  const schema = input.schema === undefined ? (keptSchema ?? 'true') : JSON.stringify(input.schema);
  const isNewVersion = keptSchema === undefined || !isSameJson(schema, keptSchema);
  const before = kept?.newest.example ?? null;
  const sent = textOf(input.example);
  const isKept = sent === null ? !isNewVersion : before !== null && isSameJson(sent, before);
  const example = isKept ? before : sent;
  const { name, downcast } = input;
  const previous = kept && isNewVersion ? { version: kept.type.version, schema: kept.newest.schema } : null;
  const declared = {
    name,
    isNewSchema: isNewVersion,
    previous,
    schema,
    example: example === null ? undefined : JSON.parse(example),
    downcast: previous ? downcast : undefined,
  };
  return { schema, example, isNewVersion, declared: isNewVersion || !isKept ? declared : null };
};

const find = async (em: EntityManager, name: string) =>
  (await em.count(EventType, { name })) > 0 ? load(em, name) : null;

/** What takes long, before any transaction; see `prepareReview`. */
const prepare = async (em: EntityManager, reviewing: Reviewing, input: Revision): Promise<void> => {
  const { declared } = outcomeOf(input, await find(em, input.name));
  if (declared) await prepareReview(reviewing, declared);
};

const createType = async (tx: EntityManager, { parts, caller, ifMatch }: Act, input: Declaration) => {
  eventTypeTag.assertExpected(ifMatch, null);
  const now = parts.now();
  const { declared } = outcomeOf(input, null);
  if (declared) reviewOf(declared);
  const type = tx.create(EventType, {
    id: newId('ety', now.getTime()),
    name: input.name,
    description: input.description,
    version: 1,
    createdAt: now,
    updatedAt: now,
  });
  const newest = tx.create(EventTypeVersion, {
    id: newId('etv', now.getTime()),
    eventType: type,
    version: 1,
    schema: JSON.stringify(input.schema),
    example: textOf(input.example),
    createdAt: now,
  });
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'event_type.create',
    targetId: type.name,
    changes: { description: { after: type.description }, version: { after: 1 } },
    at: now,
  });
  await bumpCatalog(tx);
  return viewEventType(type, newest);
};

const reviseType = async (tx: EntityManager, { parts, caller, ifMatch }: Act, input: Revision) => {
  // Two declarations at once are two versions, or one and the same; endpoints that pin one wait.
  await lockRow(tx, EventType, { name: input.name });
  const { type, newest } = await load(tx, input.name);
  eventTypeTag.assertExpected(ifMatch, viewEventType(type, newest));
  const now = parts.now();
  const { schema, example, isNewVersion, declared } = outcomeOf(input, { type, newest });
  const description = input.description ?? type.description;
  const changes = declared ? reviewOf(declared) : [];
  if (!isNewVersion && example === (newest.example ?? null) && description === type.description)
    return viewEventType(type, newest);

  if (isNewVersion)
    await checkNewVersion(tx, {
      name: type.name,
      changes,
      downcast: input.downcast,
      acknowledgeBreaking: input.acknowledgeBreaking ?? false,
      mayName: caller.principal.kind !== 'consumer',
    });
  const before = { description: type.description, version: type.version };
  type.description = description;
  type.updatedAt = now;
  let current = newest;
  if (isNewVersion) {
    type.version += 1;
    current = tx.create(EventTypeVersion, {
      id: newId('etv', now.getTime()),
      eventType: type,
      version: type.version,
      schema,
      example: example ?? null,
      downcast: textOf(input.downcast),
      createdAt: now,
    });
  } else newest.example = example ?? null;
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'event_type.update',
    targetId: type.name,
    changes: changesBetween(before, { description, version: type.version }),
    at: now,
  });
  await bumpCatalog(tx);
  return viewEventType(type, current);
};

const looksMax = 10;

/** Looks, then writes; again when somebody else has made a version in between, which nobody has looked at. */
const lookingAgain = async <Result>(
  look: () => Promise<void>,
  write: () => Promise<Result>,
): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    await look();
    try {
      return await write();
    } catch (error) {
      const isOutdated = error instanceof Problem && error.code === 'idempotency.in_flight';
      if (tries === looksMax || !isOutdated) throw error;
    }
  }
};

/**
 * Declares an event type. Made to be run at every deployment: a new name is created, a schema that differs from the newest
 * becomes a new version, and what is the same changes nothing.
 */
export const declareEventType = async (
  em: EntityManager,
  act: Act & Reviewing & { markExisting?: () => void },
  input: Declaration,
): Promise<EventTypeView> => {
  const look = async () => prepareDeclaration(em, act, input);
  return lookingAgain(look, async () =>
    onceMoreIfTaken(async () =>
      em.transactional(async (tx) => {
        const exists = (await tx.count(EventType, { name: input.name })) > 0;
        if (!exists) return createType(tx, act, input);
        act.markExisting?.();
        return reviseType(tx, act, input);
      }),
    ),
  );
};

/**
 * What of a declaration takes longer than a transaction may: looks at it and remembers what was found. Declaring does it
 * by itself; whoever has a transaction open for it calls this before.
 */
export const prepareDeclaration = async (
  em: EntityManager,
  reviewing: Reviewing,
  input: Declaration,
): Promise<void> => {
  if (input.name.startsWith('parley.') || input.name === 'contract.changed')
    throw new Problem('event_type.name_reserved');
  await prepare(em, reviewing, input);
};

/** Changes an event type; a schema that differs becomes a new version. */
export const updateEventType = async (
  em: EntityManager,
  act: Act & Reviewing,
  input: Revision,
): Promise<EventTypeView> => {
  await load(em, input.name);
  const look = async () => prepare(em.fork(), act, input);
  return lookingAgain(look, async () => em.transactional((tx) => reviseType(tx, act, input)));
};

/** The example payload of the newest version as its text, or a problem that asks for one. */
export const exampleOf = async (em: EntityManager, name: string): Promise<string> => {
  const { newest } = await load(em, name);
  if (!newest.example)
    throw new Problem('event_type.example_missing', {
      detail: `${name} has no example to send. Add one with PATCH /v1/event-types/${name}.`,
    });
  return newest.example;
};

import type { EntityManager } from '@mikro-orm/sql';
import { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type {
  DeliveryPiece,
  EndpointFigures,
  EndpointFiguresInput,
  EventTypeFigures,
  EventTypeFiguresInput,
} from '@parley/shared/webhooks/figures';
import type { Environment } from '@parley/shared/words/environment';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';
import { wants } from '../catalog/catalog.service.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import { EventType } from '../event-type/event-type.entity.ts';
import { attemptsOver, type Pieces, subjectOfType } from './attempt-counts.service.ts';
import { backlogOf, causesOf } from './causes.service.ts';
import { countRows, type RowCounts } from './row-counts.service.ts';

const piecesOf = ({
  until,
  pieceSeconds,
  pieces,
}: Pick<EndpointFiguresInput, 'until' | 'pieceSeconds' | 'pieces'>): Pieces => {
  const end = Date.parse(until);
  return { since: end - pieces * pieceSeconds * 1000, until: end, pieceMs: pieceSeconds * 1000 };
};

const iso = (ms: number): string => new Date(ms).toISOString();

const startsOf = ({ since, until, pieceMs }: Pieces): string[] =>
  Array.from({ length: Math.round((until - since) / pieceMs) }, (_, piece) => iso(since + piece * pieceMs));

const spanOf = ({ since, until }: Pieces, { countedSince }: RowCounts) => ({
  since: iso(since),
  until: iso(until),
  countedSince: countedSince === null ? null : iso(countedSince),
});

/** Deliveries of an environment by when they were made and what became of them: rows of the list with the same filters. */
export const deliveriesOver = async (
  store: Parts['store'],
  environment: Environment,
  pieces: Pieces,
): Promise<{ countedSince: number | null; pieces: DeliveryPiece[] }> => {
  const by = { column: 'status', values: DeliveryStatus.options };
  const counted = { table: 'delivery', prefix: 'dlv', where: { environment }, by } as const;
  const rows = await countRows(store, counted, pieces);
  return { countedSince: rows.countedSince, pieces: deliveryPieces(pieces, rows) };
};

const deliveryPieces = (pieces: Pieces, { counts }: RowCounts): DeliveryPiece[] =>
  startsOf(pieces).map((since, piece) => {
    const of = (status: DeliveryStatus) => counts.get(`${piece} ${status}`) ?? 0;
    return {
      since,
      pending: of('pending'),
      failed: of('failed'),
      delivered: of('delivered'),
      exhausted: of('exhausted'),
      cancelled: of('cancelled'),
    };
  });

/**
 * How an endpoint did: its deliveries by when they were made and what became of them, which are the rows of the list with
 * the same filters; its attempts; what waits; why some failed.
 */
export const viewEndpointFigures = async (
  em: EntityManager,
  { store }: Parts,
  input: EndpointFiguresInput,
): Promise<EndpointFigures> => {
  const endpoint = await em.findOne(Endpoint, { id: input.id, removedAt: null }, { fields: ['id'] });
  if (!endpoint) throw new Problem('endpoint.not_found');
  const pieces = piecesOf(input);
  const deliveries = await countRows(
    store,
    {
      table: 'delivery',
      prefix: 'dlv',
      where: { endpoint_id: endpoint.id },
      by: { column: 'status', values: DeliveryStatus.options },
    },
    pieces,
  );
  return {
    ...spanOf(pieces, deliveries),
    deliveries: deliveryPieces(pieces, deliveries),
    attempts: await attemptsOver(store, endpoint.id, pieces),
    backlog: await backlogOf(store, endpoint.id),
    causes: await causesOf(store, endpoint.id, pieces),
  };
};

const endpointsMax = 2000;

const subscribersOf = async (
  em: EntityManager,
  { name, environment }: EventTypeFiguresInput,
): Promise<EventTypeFigures['subscribers']> => {
  const endpoints = await em.find(
    Endpoint,
    { environment, removedAt: null, disabledReason: null },
    { fields: ['eventTypes'], orderBy: { id: 'desc' }, limit: endpointsMax },
  );
  return {
    active: endpoints.filter(({ eventTypes }) => wants(eventTypes, name)).length,
    isMore: endpoints.length === endpointsMax,
  };
};

/** How an event type is used in an environment, by the events and endpoints of all consumers. */
export const viewEventTypeFigures = async (
  em: EntityManager,
  { store }: Parts,
  input: EventTypeFiguresInput,
): Promise<EventTypeFigures> => {
  const { name, environment } = input;
  if (!(await em.findOne(EventType, { name }, { fields: ['name'] })))
    throw new Problem('event_type.not_found');
  const pieces = piecesOf(input);
  const counted = { table: 'event', prefix: 'evt', where: { environment, type: name } } as const;
  const published = await countRows(store, counted, pieces);
  const length = pieces.until - pieces.since;
  const before = await countRows(store, counted, {
    since: pieces.since - length,
    until: pieces.since,
    pieceMs: length,
  });
  return {
    ...spanOf(pieces, published),
    published: startsOf(pieces).map((since, piece) => ({
      since,
      count: published.counts.get(`${piece} `) ?? 0,
    })),
    publishedBefore: before.countedSince === null ? (before.counts.get('0 ') ?? 0) : null,
    attempts: await attemptsOver(store, subjectOfType(environment, name), pieces),
    subscribers: await subscribersOf(em, input),
  };
};

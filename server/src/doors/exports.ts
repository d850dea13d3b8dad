import { setImmediate as breathe } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { recordAudit } from '../administration/audit/audit.service.ts';
import type { Context } from '../platform/guard/context.ts';
import { refusalOf } from '../platform/guard/guard.ts';
import { isObject } from '../platform/request/json.ts';
import { ownerOf, payerOf } from '../platform/request/principal.ts';
import { Problem } from '../platform/request/problem.ts';
import { contextOf } from './admission.ts';
import { type ExportFormat, exportText } from './export-text.ts';
import { callOf, type Operation, operationsOf } from './operation.ts';
import { readersOf, readText } from './rest.ts';
import { appRouter } from './router.ts';

/** Rows of one file. Whoever wants more asks with narrower filters, or goes through the list by its cursors. */
export const exportedMax = 100_000;
const pageRows = 200;
/** After so many pages it is looked whether the caller still may. */
const pagesBetweenLooks = 25;
/** Files that are written at once, in all and for one payer. */
const atOnceMax = 6;
const atOnceOfOne = 2;
/** Whoever takes nothing for so long has gone. */
const stalledMs = 60_000;

const Choices = z.object({ mark: z.enum(['0', '1']).optional() });

interface ListOperation {
  operation: Operation;
  columns: string[];
}

const columnsOf = (output: z.ZodType): string[] => {
  const items = output instanceof z.ZodObject ? output.shape['items'] : undefined;
  const row = items instanceof z.ZodArray ? items.element : undefined;
  return row instanceof z.ZodObject ? Object.keys(row.shape) : [];
};

/** Every list that has an address of its own, by the name in it: `/v1/deliveries` is `deliveries`. */
const listsOf = (): Map<string, ListOperation> =>
  new Map(
    operationsOf(appRouter).flatMap((operation) => {
      const { method, path } = operation.meta.openapi;
      const name = /^\/v1\/([a-z-]+)$/.exec(path)?.[1];
      if (method !== 'GET' || name === undefined || !('cursor' in operation.input.shape)) return [];
      return [[name, { operation, columns: columnsOf(operation.output) }] as const];
    }),
  );

const written = /^([a-z-]+)\.(csv|jsonl)$/;

const fileOf = (lists: Map<string, ListOperation>, request: FastifyRequest) => {
  const { file } = isObject(request.params) ? request.params : {};
  const [, name = '', extension] = written.exec(String(file)) ?? [];
  const list = lists.get(name);
  if (!list || extension === undefined) throw new Problem('request.not_found');
  const format: ExportFormat = extension === 'csv' ? 'csv' : 'jsonl';
  return { name, format, ...list };
};

const PageAnswer = z.looseObject({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** The rows of a list, page by page; an entity manager a page, so that nothing of it is kept. */
async function* pagesOf(operation: Operation, context: Context, filters: Record<string, unknown>) {
  const call = callOf(operation);
  let { caller } = context;
  let cursor: string | undefined;
  for (let page = 1; ; page += 1) {
    if (page % pagesBetweenLooks === 0) caller = { ...caller, principal: await context.rereadPrincipal() };
    // Whether the person showed that it is them was asked when it began.
    const refusal = refusalOf(caller.principal, { access: operation.meta.access }, context.parts.now());
    if (refusal) throw refusal;
    const em = context.parts.openEm(ownerOf(caller.principal));
    const answer = PageAnswer.parse(
      await call({ ...context, em, caller }, { ...filters, limit: pageRows, cursor }),
    );
    yield answer.items;
    if (answer.nextCursor === null) return;
    cursor = answer.nextCursor;
    // SQLite answers on this thread: between two pages others have their turn.
    await breathe();
  }
}

async function* textOf(pages: AsyncIterable<readonly unknown[]>, text: ReturnType<typeof exportText>) {
  let count = 0;
  if (text.head !== '') yield text.head;
  for await (const rows of pages) {
    const some = rows.slice(0, exportedMax - count);
    count += some.length;
    if (some.length > 0) yield text.rows(some);
    if (some.length < rows.length) {
      yield text.stopped(count);
      return;
    }
  }
}

/** Who writes how many files now. */
class Underway {
  readonly #byPayer = new Map<string, number>();
  #all = 0;

  enter(payer: string): () => void {
    const own = this.#byPayer.get(payer) ?? 0;
    if (own >= atOnceOfOne || this.#all >= atOnceMax)
      throw new Problem('request.busy', {
        detail: 'Other exports are being written. Begin again when one has ended.',
        retryAfterSeconds: 10,
      });
    this.#byPayer.set(payer, own + 1);
    this.#all += 1;
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#all -= 1;
      const rest = (this.#byPayer.get(payer) ?? 1) - 1;
      if (rest === 0) this.#byPayer.delete(payer);
      else this.#byPayer.set(payer, rest);
    };
  }
}

// Whoever takes nothing of a stream holds an entity manager and a place: it is ended.
const endWhenStalled = (stream: Readable): void => {
  const end = () => stream.destroy(new Error('Nobody takes the export any more.'));
  let timer = setTimeout(end, stalledMs).unref();
  stream.on('data', () => {
    clearTimeout(timer);
    timer = setTimeout(end, stalledMs).unref();
  });
  stream.once('close', () => clearTimeout(timer));
};

/** A file leaves the house: a session carries out none whose person did not show lately that it is them. */
const guardedAs = ({ meta: { access } }: Operation) => ({ access, isDangerous: true as const });

const filtersOf = (operation: Operation, query: Record<string, unknown>): Record<string, unknown> => {
  const { limit: _limit, cursor: _cursor, ...filters } = readText(readersOf(operation.input), query);
  const read = operation.input.safeParse(filters);
  if (!read.success)
    throw new Problem('request.invalid', {
      errors: read.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
    });
  return filters;
};

const nameOfFile = (
  name: string,
  format: ExportFormat,
  filters: Record<string, unknown>,
  now: Date,
): string => {
  const { environment } = filters;
  const place = environment === 'live' || environment === 'test' ? `-${environment}` : '';
  return `${name}${place}-${now.toISOString().slice(0, 10)}.${format}`;
};

const note = async (context: Context, changes: Record<string, unknown>): Promise<void> => {
  const at = context.parts.now();
  await context.em.transactional((tx) =>
    recordAudit(tx, context.caller, {
      action: 'list.export',
      changes: Object.fromEntries(Object.entries(changes).map(([name, after]) => [name, { after }])),
      at,
    }),
  );
};

/**
 * Files of lists: `/export/deliveries.csv?status=failed`, `/export/audit-entries.jsonl`. Each list of the REST door with its
 * filters, its scope and what its caller may see, written page by page as the client takes it.
 */
export const registerExports = (app: FastifyInstance): void => {
  const lists = listsOf();
  const underway = new Underway();
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { name, format, operation, columns } = fileOf(lists, request);
    const context = contextOf(request);
    const refusal = refusalOf(context.caller.principal, guardedAs(operation), context.parts.now());
    if (refusal) throw refusal;
    // It leaves an entry: a link of another site makes none.
    if (request.headers['sec-fetch-site'] === 'cross-site') throw new Problem('auth.origin_refused');
    const { mark, ...query } = isObject(request.query) ? request.query : {};
    const choices = Choices.safeParse({ mark });
    const filters = filtersOf(operation, query);
    const leave = underway.enter(payerOf(context.caller));
    try {
      await note(context, { list: name, format, filters });
    } catch (error) {
      leave();
      throw error;
    }
    const text = exportText(format, columns, choices.data?.mark === '1');
    const stream = Readable.from(textOf(pagesOf(operation, context, filters), text), { objectMode: false });
    stream.once('close', leave);
    endWhenStalled(stream);
    const file = nameOfFile(name, format, filters, context.parts.now());
    return reply
      .header('content-disposition', `attachment; filename="${file}"`)
      .header('cache-control', 'no-store')
      .header('x-export-max', String(exportedMax))
      .type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/jsonl; charset=utf-8')
      .send(stream);
  };
  app.get(
    '/export/:file',
    {
      exposeHeadRoute: false,
      config: {
        calls: (request) => {
          const { operation } = fileOf(lists, request);
          return [{ name: `export ${operation.name}`, ...guardedAs(operation) }];
        },
      },
    },
    answer,
  );
};

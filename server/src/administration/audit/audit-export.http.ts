import { Readable } from 'node:stream';
import { ExportAuditEntries } from '@parley/shared/administration/audit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/guard/context.ts';
import { runGuarded } from '../../platform/guard/guard.ts';
import { ownerOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { exportAuditEntries } from './audit-export.service.ts';

const call = { name: 'audit.export', access: 'audit:read' } as const;
const contentTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;

/** Whoever reads this slowly has what came until then; the next attempt takes a narrower time. */
const patienceMs = 10 * 60_000;
const atOnceMax = 4;

// Several values may be one text with commas, as in every other address.
const severalOf = (query: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(typeof query === 'object' && query !== null ? query : {}).map(([name, value]) => [
      name,
      typeof value === 'string' && value.includes(',') ? value.split(',') : value,
    ]),
  );

const inputOf = (query: unknown): ExportAuditEntries => {
  const read = ExportAuditEntries.safeParse(severalOf(query));
  if (read.success) return read.data;
  throw new Problem('request.invalid', {
    errors: read.error.issues
      .slice(0, 100)
      .map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  });
};

/** The audit trail as a file, CSV or JSON lines, by the filters of its list: too long for one answer, so it is streamed. */
export const registerAuditExport = (
  app: FastifyInstance,
  contextOf: (request: FastifyRequest) => Context,
): void => {
  let underway = 0;
  app.get('/v1/audit-entries/export', { config: { calls: () => [call] } }, async (request, reply) => {
    const context = contextOf(request);
    return runGuarded(context, call, async () => {
      const input = inputOf(request.query);
      if (underway >= atOnceMax) throw new Problem('request.busy', { retryAfterSeconds: 30 });
      const { parts, caller } = context;
      const openEm = () => parts.openEm(ownerOf(caller.principal));
      const now = parts.now();
      const file = Readable.from(exportAuditEntries(openEm, input, now), {
        signal: AbortSignal.timeout(patienceMs),
      });
      underway += 1;
      file.once('close', () => {
        underway -= 1;
      });
      const name = `audit-${now.toISOString().slice(0, 10)}.${input.format}`;
      return reply
        .type(contentTypes[input.format])
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(file);
    });
  });
};

import type { EntityManager } from '@mikro-orm/sql';
import type { AuditEntryView, ExportAuditEntries } from '@parley/shared/administration/audit';
import { auditActionWords } from '@parley/shared/administration/audit-action';
import { csvLine } from '@parley/shared/words/csv';
import { listAuditEntries } from './audit.service.ts';

/** Entries that are held at once. */
const batch = 500;

const heads = [
  'id',
  'at',
  'actorKind',
  'actorId',
  'actor',
  'action',
  'act',
  'targetId',
  'consumerId',
  'environment',
  'changes',
  'requestId',
  'peer',
  'hash',
] as const;

const cellsOf = (entry: AuditEntryView): (string | null)[] => [
  entry.id,
  entry.at,
  entry.actor.kind,
  entry.actor.id,
  entry.actor.name,
  entry.action,
  auditActionWords(entry.action),
  entry.targetId,
  entry.consumerId,
  entry.environment,
  JSON.stringify(entry.changes),
  entry.requestId,
  entry.peer,
  entry.hash,
];

/** How each kind of file begins, and what an entry is in it. */
const forms = {
  csv: { begin: csvLine(heads), line: (entry: AuditEntryView) => csvLine(cellsOf(entry)) },
  jsonl: { begin: '', line: (entry: AuditEntryView) => `${JSON.stringify(entry)}\n` },
} as const;

/**
 * The entries of a query as the text of a file, in pieces: whoever reads slowly makes the next one wait, and never more
 * than one batch is held. What is added meanwhile is not in it, so that it has an end.
 */
export async function* exportAuditEntries(
  openEm: () => EntityManager,
  { format, ...query }: ExportAuditEntries,
  now: Date,
): AsyncGenerator<string> {
  const { begin, line } = forms[format];
  if (begin) yield begin;
  const until = query.until ?? now.toISOString();
  let cursor: string | undefined;
  do {
    // A new one each time: what it has read once it keeps.
    const page = await listAuditEntries(openEm(), { ...query, until, limit: batch, cursor });
    if (page.items.length > 0) yield page.items.map(line).join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

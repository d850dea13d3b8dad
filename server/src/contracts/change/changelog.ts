import type {
  ChangelogFormat,
  ChangelogView,
  ChangeView,
  ContractVersionView,
} from '@parley/shared/contracts/contract';
import { codeSpan, splitSentence } from '@parley/shared/words/code-span';
import { escapeXml } from '../../platform/request/xml.ts';

/** What a changelog is written from. */
export interface Changelog {
  apiName: string;
  url: string;
  base: Pick<ContractVersionView, 'version' | 'number'> | null;
  revision: Pick<ContractVersionView, 'id' | 'version' | 'number' | 'createdAt' | 'publishedAt'>;
  changes: readonly ChangeView[];
  advice: string;
}

const words = { breaking: 'Breaking', risky: 'Risky', compatible: 'Compatible' } as const;
const whole = 'The whole API';
const operationsNamed = 10;

/** Changes under the operations that they reach; those that reach many stand together, once. */
const groupsOf = (changes: readonly ChangeView[]): [string, ChangeView[]][] => {
  const groups = Map.groupBy(changes, ({ operations, operationCount }) => {
    if (operations.length === 0) return whole;
    const more = operationCount - Math.min(operationCount, operationsNamed);
    return `${operations.slice(0, operationsNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  });
  return [...groups].toSorted(([a], [b]) => (a === whole ? -1 : b === whole ? 1 : a < b ? -1 : 1));
};

const titleOf = ({ apiName, base, revision }: Changelog): string =>
  base
    ? `${apiName}: ${base.version} (upload ${base.number}) → ${revision.version} (upload ${revision.number})`
    : `${apiName}: ${revision.version} (upload ${revision.number})`;

const summaryOf = ({ changes, advice }: Changelog): string => {
  const count = (severity: ChangeView['severity']) =>
    changes.filter((change) => change.severity === severity).length;
  if (changes.length === 0) return 'Nothing changed that a caller could notice.';
  const counts = `${count('breaking')} breaking, ${count('risky')} risky, ${count('compatible')} compatible`;
  return `${counts}. By semantic versioning: ${advice}.`;
};

// What Markdown would take for markup, in text that comes from a document of somebody: every sign that may begin some
// anywhere, character references and raw HTML included. Names stand in code marks, within which nothing is markup.
const escapeWords = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_~{}[\]<>&#|]/g, String.raw`\$&`);

const plain = (text: string): string =>
  splitSentence(text)
    .map((part) => (part.isCode ? codeSpan(part.text) : escapeWords(part.text)))
    .join('');

const acceptanceOf = ({ acceptance }: ChangeView): string =>
  acceptance ? ` (accepted by ${acceptance.approver}: ${acceptance.reason})` : '';

const markdown = (log: Changelog): string => {
  const lines = [`# ${plain(titleOf(log))}`, '', summaryOf(log)];
  for (const [operations, changes] of groupsOf(log.changes)) {
    lines.push('', `## ${plain(operations)}`, '');
    for (const change of changes)
      lines.push(
        `- **${words[change.severity]}**: ${plain(change.text)}${plain(acceptanceOf(change))} \`${change.id}\``,
      );
  }
  return `${lines.join('\n')}\n`;
};

const html = (log: Changelog): string => {
  const groups = groupsOf(log.changes).map(
    ([operations, changes]) =>
      `<section><h2>${escapeXml(operations)}</h2><ul>${changes
        .map(
          (change) =>
            `<li class="${change.severity}"><strong>${words[change.severity]}</strong>: ${escapeXml(change.text)}${escapeXml(acceptanceOf(change))} <code>${escapeXml(change.id)}</code></li>`,
        )
        .join('')}</ul></section>`,
  );
  const title = escapeXml(titleOf(log));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${escapeXml(summaryOf(log))}</p>${groups.join('')}</body></html>\n`;
};

const rss = (log: Changelog): string => {
  const date = new Date(log.revision.publishedAt ?? log.revision.createdAt).toUTCString();
  const items = log.changes.map(
    (change) =>
      `<item><title>${escapeXml(`${words[change.severity]}: ${change.text}`)}</title><link>${escapeXml(log.url)}</link><guid isPermaLink="false">${escapeXml(`${log.revision.id}:${change.fingerprint}`)}</guid><pubDate>${date}</pubDate><category>${change.severity}</category><description>${escapeXml(change.operations.slice(0, operationsNamed).join(', ') || whole)}</description></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>${escapeXml(titleOf(log))}</title><link>${escapeXml(log.url)}</link><description>${escapeXml(summaryOf(log))}</description>${items.join('')}</channel></rss>\n`;
};

const json = (log: Changelog): string =>
  `${JSON.stringify(
    {
      api: log.apiName,
      base: log.base,
      revision: log.revision,
      advice: log.advice,
      groups: groupsOf(log.changes).map(([operations, changes]) => ({ operations, changes })),
    },
    null,
    2,
  )}\n`;

const writers: Record<ChangelogFormat, { contentType: string; write: (log: Changelog) => string }> = {
  markdown: { contentType: 'text/markdown; charset=utf-8', write: markdown },
  html: { contentType: 'text/html; charset=utf-8', write: html },
  json: { contentType: 'application/json', write: json },
  rss: { contentType: 'application/rss+xml; charset=utf-8', write: rss },
};

/** Writes a changelog, grouped by operation. */
export const writeChangelog = (log: Changelog, format: ChangelogFormat): ChangelogView => ({
  contentType: writers[format].contentType,
  text: writers[format].write(log),
});

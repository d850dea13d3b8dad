import type { Item, Report } from './report.ts';
import { oneLine, plural, text } from './text-report.ts';

/** GitHub shows no more than ten annotations of a level for one step, and drops the others without a word. */
const perLevel = 10;

const escapeData = (words: string): string =>
  words.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (words: string): string =>
  escapeData(words).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

const annotation = ({ level, place, rule, text: words, word, kind }: Item): string => {
  const title = kind === 'lint' ? `lint: ${rule}` : kind === 'change' ? `${word}: ${rule}` : rule;
  const properties = { file: place.file, line: String(place.line), col: String(place.column), title };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${commands[level]} ${list.join(',')}::${escapeData(words)}`;
};

const annotations = (items: readonly Item[], level: Item['level'], max: number): string[] => {
  const own = items.filter((item) => item.level === level);
  const lines = own.slice(0, own.length > max ? max - 1 : max).map(annotation);
  const more = own.length - lines.length;
  // The last place says what the others would have.
  if (more > 0)
    lines.push(`::${commands[level]} title=Contract::and ${more} more; the log of this step lists them.`);
  return lines;
};

/**
 * The log is read for commands: what a document holds must not become one. A command begins a line with two colons, or
 * stands anywhere after `##[`.
 */
const withoutCommands = (line: string): string =>
  oneLine(line)
    .replaceAll('##[', '# #[')
    .replace(/^(\s*)::/, '$1: :');

const verdictOf = ({ verdict, reasons, file }: Report): string[] => {
  if (verdict === 'open') return [];
  const words =
    verdict === 'closed'
      ? `The gate is closed, for ${plural(reasons.length, 'reason')}. ${reasons[0] ?? ''}`
      : `There is no verdict: ${reasons.join(' ')}`;
  return [`::error file=${escapeProperty(file)},title=Contract::${escapeData(words)}`];
};

/** Workflow commands of GitHub Actions: annotations at the lines of the change, and the report for people below. */
export const gitHub = (report: Report): string => {
  // What somebody answers for needs nobody's attention.
  const open = report.items.filter(({ accepted }) => accepted === null);
  const verdict = verdictOf(report);
  return [
    ...verdict,
    ...annotations(open, 'error', perLevel - verdict.length),
    ...annotations(open, 'warning', perLevel),
    ...annotations(open, 'note', perLevel),
    `::group::${escapeData(`Contract of ${report.subject}: ${plural(report.items.length, 'finding')}`)}`,
    ...text(report).split('\n').map(withoutCommands),
    '::endgroup::',
  ].join('\n');
};

import type { Item, Report } from './report.ts';

const findingsShown = 20;

/** One line, whatever a document holds: control characters would write over the terminal, or end the line. */
export const oneLine = (words: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  words.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const lineOf = ({ kind, word, text: words, place, rule, fingerprint, accepted }: Item): string => {
  const head = kind === 'lint' ? `lint ${word.padEnd(5)}` : word.padEnd(10);
  const end = kind === 'change' ? `${rule} ${fingerprint}` : rule;
  return `  ${head} ${place.file}:${place.line}:${place.column} ${words}${accepted === null ? '' : ' (accepted)'} [${end}]`;
};

const verdictOf = ({ verdict, reasons }: Report): string => {
  if (verdict === 'open') return 'The gate is open: it may be published.';
  if (verdict === 'closed') return `The gate is closed, for ${plural(reasons.length, 'reason')}:`;
  return 'There is no verdict:';
};

/** For people: each line once, the severe first. */
export const text = (report: Report): string => {
  const findings = report.items.filter(({ kind }) => kind === 'lint');
  const hidden = findings.length - findingsShown + report.unlisted;
  const lines = [
    ...report.summary,
    ...report.items.filter(({ kind }) => kind !== 'lint').map(lineOf),
    ...findings.slice(0, findingsShown).map(lineOf),
    ...(hidden > 0
      ? [`  and ${plural(hidden, 'lint finding')} more; --format json has the first 200 of each rule.`]
      : []),
    verdictOf(report),
    ...report.reasons.map((reason) => `  - ${reason}`),
  ];
  return lines.map(oneLine).join('\n');
};

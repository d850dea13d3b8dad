import { escapeXml } from '../../platform/request/xml.ts';
import type { Item, Report } from './report.ts';

const at = ({ place }: Item): string => `${place.file}:${place.line}:${place.column}`;

interface Case {
  name: string;
  className: string;
  place: Item['place'] | null;
  failure: string | null;
  output: string;
}

const caseOf = (item: Item): Case => ({
  name: `${item.word}: ${item.text}`,
  className: item.rule,
  place: item.place,
  failure: item.failure,
  output: `${at(item)} ${item.text}${item.accepted === null ? '' : ` Accepted: ${item.accepted}`}`,
});

const lintCase = ({ items, lintScore, reasons }: Report): Case => ({
  name: `lint score ${lintScore}`,
  className: 'lint',
  place: null,
  failure: reasons.find((reason) => reason.startsWith('The lint score')) ?? null,
  output: items
    .filter(({ kind }) => kind === 'lint')
    .map((item) => `${at(item)} ${item.word} ${item.text} [${item.rule}]`)
    .join('\n'),
});

const written = ({ name, className, place, failure, output }: Case): string => {
  const where = place ? ` file="${escapeXml(place.file)}" line="${place.line}"` : '';
  const body = [
    ...(failure === null
      ? []
      : [`<failure message="${escapeXml(failure)}">${escapeXml(output || failure)}</failure>`]),
    ...(output === '' || failure !== null ? [] : [`<system-out>${escapeXml(output)}</system-out>`]),
  ];
  return `    <testcase classname="${escapeXml(className)}" name="${escapeXml(name)}"${where} time="0">${body.join('')}</testcase>`;
};

/** One test case for each change and one for the lint; what keeps the gate shut has failed. */
export const junit = (report: Report): string => {
  const changes = report.items.filter(({ kind }) => kind !== 'lint').map(caseOf);
  const cases = report.lintScore === null ? changes : [lintCase(report), ...changes];
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(report.subject)}" ${counts}>`,
    `  <testsuite name="${escapeXml(report.file)}" ${counts}>`,
    ...cases.map(written),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
};

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { type Item, type Report, writeReport } from './report.ts';

const schemaFile = new URL('../../testing/fixtures/sarif-2.1.0.schema.json', import.meta.url);

const item = (more: Partial<Item> = {}): Item => ({
  kind: 'change',
  rule: 'response-property-removed',
  level: 'error',
  word: 'breaking',
  text: 'GET /pets: the property `name` was removed.',
  place: { file: 'shared/my types/common.yaml', line: 7, column: 3 },
  pointer: '/components/schemas/Pet',
  fingerprint: '0123456789abcdef',
  failure: 'It was removed.',
  accepted: null,
  ...more,
});

const report = (items: Item[], more: Partial<Report> = {}): Report => ({
  subject: 'pets',
  file: 'services/pets/openapi.yaml',
  verdict: 'closed',
  summary: ['services/pets/openapi.yaml: Pets 2.0.0.'],
  items,
  reasons: ['It was removed.'],
  lintScore: 90,
  unlisted: 0,
  ...more,
});

const isSarif = () => {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  // Of draft 4, whose own words for itself are not known here; all others are the same.
  const { $schema: _dialect, id: _id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const validate = ajv.compile(schema);
  return (log: unknown) => (validate(log) ? [] : validate.errors);
};

const logOf = (one: Report) => JSON.parse(writeReport(one, 'sarif'));

test('SARIF fits the schema of OASIS, whatever was found', () => {
  const errorsIn = isSarif();
  const items = [
    item(),
    item({ kind: 'lint', rule: 'house/paging', level: 'note', word: 'info', failure: null }),
    item({ accepted: 'Nobody calls it.', failure: null }),
    item({ pointer: '', text: 'x'.repeat(5000) }),
  ];

  expect(errorsIn(logOf(report(items)))).toEqual([]);
  expect(errorsIn(logOf(report([], { verdict: 'open', reasons: [] })))).toEqual([]);
  expect(errorsIn(logOf(report([item({ kind: 'unreadable' })], { verdict: 'unreadable' })))).toEqual([]);
  expect(errorsIn({ version: '2.1.0', runs: [{ results: 3 }] })).not.toEqual([]);
});

test('SARIF keeps the rules of GitHub: relative addresses, rules with help, fingerprints, 25,000 results', () => {
  const items = Array.from({ length: 25_010 }, (_, index) =>
    item({ level: index % 2 === 0 ? 'note' : 'error', rule: `rule-${index % 3}` }),
  );

  const [run] = logOf(report(items)).runs;

  expect(run.results).toHaveLength(25_000);
  expect(run.results.slice(0, 12_505).every((one: { level: string }) => one.level === 'error')).toBe(true);
  expect(run.tool.driver.rules).toHaveLength(3);
  for (const rule of run.tool.driver.rules) {
    expect(rule).toMatchObject({ id: expect.any(String), help: { text: expect.stringMatching(/./) } });
    expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1024);
    expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
  }
  for (const { ruleId, ruleIndex, partialFingerprints, locations } of run.results.slice(0, 3)) {
    expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]+:1$/);
    expect(locations[0].physicalLocation.artifactLocation).toEqual({
      uri: 'shared/my%20types/common.yaml',
      uriBaseId: '%SRCROOT%',
    });
  }
});

test('annotations of GitHub are escaped, and no more than it shows', () => {
  const evil = item({
    place: { file: 'a,b:c%.yaml', line: 2, column: 1 },
    text: '100%\r\n::error::injected',
  });

  const lines = writeReport(report([evil, ...Array.from({ length: 30 }, () => item())]), 'github').split(
    '\n',
  );

  expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
  expect(lines).toContain(
    '::error file=a%2Cb%3Ac%25.yaml,line=2,col=1,title=breaking%3A response-property-removed::100%25%0D%0A::error::injected',
  );
  expect(lines).toContainEqual(expect.stringMatching(/^::error title=Contract::and 23 more/));
  expect(lines.at(-1)).toBe('::endgroup::');
});

test('nothing that a document holds becomes a command in the log of GitHub', () => {
  const text = '::stop-commands::x\n::add-mask::y ##[error]z \u001b[2J';

  const lines = writeReport(report([item({ text })], { summary: [text] }), 'github').split('\n');

  const log = lines.slice(lines.findIndex((line) => line.startsWith('::group')) + 1, -1);
  expect(log.length).toBeGreaterThan(2);
  for (const line of log) {
    expect(line).not.toMatch(/^\s*::/);
    expect(line).not.toContain('##[');
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    expect(line).not.toMatch(/[\u0000-\u001f]/);
  }
});

test('JUnit counts what has failed, and names the place of every change', () => {
  const items = [
    item(),
    item({ level: 'warning', word: 'risky', failure: null, text: '<a> & "b" \u0007' }),
    item({ kind: 'lint', level: 'note', word: 'info', rule: 'house/paging', failure: null }),
  ];

  const xml = writeReport(report(items), 'junit');

  expect(xml).toContain('tests="3" failures="1"');
  expect(xml.match(/<failure /g)).toHaveLength(1);
  expect(xml.match(/<testcase [^>]*file="shared\/my types\/common.yaml" line="7"/g)).toHaveLength(2);
  expect(xml).toContain('&lt;a&gt; &amp; &quot;b&quot; ');
  expect(xml).toContain('shared/my types/common.yaml:7:3 info');
});

test('text names file, line and column of every change', () => {
  const text = writeReport(report([item(), item({ accepted: 'Agreed.', failure: null })]), 'text');

  expect(text.match(/ shared\/my types\/common\.yaml:7:3 /g)).toHaveLength(2);
  expect(text).toContain('(accepted)');
  expect(text).toContain('The gate is closed, for 1 reason:');
});

import { version } from '../../version.ts';
import type { Item, Report } from './report.ts';

/** What GitHub takes of one run; it shows the 5,000 most severe. */
const resultsMax = 25_000;
const textMax = 1000;

const bounded = (words: string): string =>
  words.length > textMax ? `${words.slice(0, textMax - 1).toWellFormed()}…` : words;

const wordsOf = (rule: string): string => rule.replace(/^[\w-]+\//, '').replaceAll(/[-_/.]+/g, ' ');

const sentences: Record<Item['kind'], string> = {
  change: 'A difference between two versions of a contract.',
  lint: 'A rule of how contracts are written.',
  unreadable: 'The contract cannot be read, so there is no verdict.',
};

const helps: Record<Item['kind'], string> = {
  change:
    'Breaking changes stop callers that did nothing wrong. Take the change back, make it so that old calls still work, or accept it in Parley by its fingerprint, with a reason.',
  lint: 'Change the contract at this place, or set the severity of the rule in the rules of the API.',
  unreadable: 'Mend the file at this place: until then nothing can be said of it.',
};

const ruleOf = (item: Item) => ({
  id: item.rule,
  name: item.rule,
  shortDescription: { text: bounded(`${wordsOf(item.rule)}.`) },
  fullDescription: { text: bounded(`${sentences[item.kind]} Check: ${wordsOf(item.rule)}.`) },
  help: { text: helps[item.kind], markdown: `${helps[item.kind]} Check id: \`${item.rule}\`.` },
  defaultConfiguration: { level: item.level },
  properties: { tags: ['contract', item.kind], precision: 'very-high' },
});

/** A path as a relative reference: no sign in it may begin a query, a fragment or a scheme. */
const uriOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

const resultOf = (item: Item, ruleIndex: number) => ({
  ruleId: item.rule,
  ruleIndex,
  level: item.level,
  message: { text: item.text },
  partialFingerprints: { primaryLocationLineHash: `${item.fingerprint}:1`, 'parley/v1': item.fingerprint },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: uriOf(item.place.file), uriBaseId: '%SRCROOT%' },
        region: { startLine: item.place.line, startColumn: item.place.column },
      },
      logicalLocations: [{ fullyQualifiedName: item.pointer || '/' }],
    },
  ],
  ...(item.accepted === null
    ? {}
    : { suppressions: [{ kind: 'external', status: 'accepted', justification: item.accepted }] }),
});

const rank: Record<Item['level'], number> = { error: 0, warning: 1, note: 2 };

/** SARIF 2.1.0 by the rules of GitHub's code scanning: the severe first, as many as it takes. */
export const sarif = (report: Report): string => {
  const items = report.items
    .toSorted((one, other) => rank[one.level] - rank[other.level])
    .slice(0, resultsMax);
  const rules = new Map<string, { index: number; rule: ReturnType<typeof ruleOf> }>();
  const results = items.map((item) => {
    const known = rules.get(item.rule) ?? { index: rules.size, rule: ruleOf(item) };
    rules.set(item.rule, known);
    return resultOf(item, known.index);
  });
  const driver = {
    name: 'Parley',
    semanticVersion: version,
    rules: [...rules.values()].map(({ rule }) => rule),
  };
  const notifications = report.verdict === 'unreadable' ? report.reasons : [];
  const run = {
    tool: { driver },
    // Each contract of a repository is an analysis of its own.
    automationDetails: { id: `parley-contract/${uriOf(report.file)}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    invocations: [
      {
        executionSuccessful: report.verdict !== 'unreadable',
        toolExecutionNotifications: notifications.map((text) => ({ level: 'error', message: { text } })),
      },
    ],
    properties: { summary: report.summary },
    results,
  };
  return JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  });
};

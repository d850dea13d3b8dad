import type { ChangeView } from '@parley/shared/contracts/contract';
import { codeSpan, splitSentence } from '@parley/shared/words/code-span';
import { type Node, Parser } from 'commonmark';
import { assert, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { writeChangelog } from './changelog.ts';

const changeOf = (text: string, operation: string, reason: string): ChangeView => ({
  id: 'response-property-removed',
  severity: 'breaking',
  direction: 'response',
  operation,
  operations: [operation],
  operationCount: 1,
  pointer: '/paths',
  isGone: false,
  basePointer: null,
  text,
  fingerprint: '0123456789abcdef',
  acceptance: {
    fingerprint: '0123456789abcdef',
    reason,
    approver: 'Ada',
    expiresAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  },
});

const nodesOf = (name: string): Node[] => {
  const { text } = writeChangelog(
    {
      apiName: name,
      url: 'https://parley.example',
      base: null,
      revision: {
        id: 'ctr_1',
        version: name,
        number: 1,
        createdAt: '2026-01-01T00:00:00.000Z',
        publishedAt: null,
      },
      changes: [changeOf(`The property ${codeSpan(name)} was removed.`, `GET /${name}`, name)],
      advice: 'major',
    },
    'markdown',
  );
  const walker = new Parser().parse(text).walker();
  const nodes: Node[] = [];
  for (let step = walker.next(); step; step = walker.next()) if (step.entering) nodes.push(step.node);
  return nodes;
};

const oneLine = (text: string): string => text.replaceAll(/\r\n|[\r\n]/g, ' ');
const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

const markup = constantFrom(
  '`',
  '``',
  '`'.repeat(3),
  '<b>',
  '</script>',
  '<!--',
  '&amp;',
  '&#60;',
  '[a](javascript:b)',
  '![a](b)',

  '*',
  '__',
  '~~',
  '|',
  '#',
  '\\',
  '\n',
  '\n\n',
  '\n- ',
  '\n# ',
  '\n```\n',
  '<https://a.example>',
  ' ',
  '{',
  '1. ',
);
const names = tuple(
  oneof(markup, string({ maxLength: 6 })),
  oneof(markup, string({ maxLength: 6 })),
  oneof(markup, string({ maxLength: 6 })),
).map((parts) => parts.join(''));

const ours = new Set([
  'document',
  'heading',
  'text',
  'softbreak',
  'paragraph',
  'list',
  'item',
  'strong',
  'code',
]);

test('whatever a document calls its parts, the Markdown of a changelog holds the name and no markup of it', () => {
  assert(
    property(names, (name) => {
      const nodes = nodesOf(name);

      expect(nodes.map(({ type }) => type).filter((type) => !ours.has(type))).toEqual([]);
      const literals = nodes.map(({ literal }) => literal ?? '').join('');
      expect(nodes.filter(({ type }) => type === 'strong')).toHaveLength(1);
      expect(nodes.filter(({ type }) => type === 'list')).toHaveLength(1);
      const codes = nodes.filter(({ type }) => type === 'code').map(({ literal }) => literal);
      expect(codes).toContain(oneLine(name) === '' ? ' ' : oneLine(name));
      // As words it may hold code spans of its own, whose marks are no part of the text.
      const words = splitSentence(name)
        .map(({ text }) => text)
        .join('');
      expect(squeezed(literals)).toContain(squeezed(words));
    }),
    { numRuns: 2000 },
  );
});

test('a sentence with a name in it is read back as it was made', () => {
  assert(
    property(names, names, (first, second) => {
      const parts = splitSentence(`The property ${codeSpan(first)} became ${codeSpan(second)}.`);

      const codes = parts.filter(({ isCode }) => isCode).map(({ text }) => text);
      expect(codes).toEqual([first, second].map((name) => oneLine(name) || ' '));
    }),
  );
});

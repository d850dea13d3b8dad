import type { ContractVersionDetail, LintFindingView, LintView } from '@parley/shared/contracts/contract';
import { Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { OperationName } from '../../nouns/contract/operation-name.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { filterFindings } from './filter-findings.ts';
import { LintFilters } from './lint-filters.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/lint');

const rowsStep = 100;
const badges = { error: 'error', warn: 'warning', info: 'info' } as const;

const columns: Column<LintFindingView>[] = [
  { id: 'finding', header: 'Finding', cell: (finding) => <Finding {...finding} /> },
  { id: 'severity', header: 'Severity', cell: ({ severity }) => <StatusBadge status={badges[severity]} /> },
  { id: 'rule', header: 'Rule', cell: ({ rule }) => <code>{rule}</code>, wide: true },
  {
    id: 'line',
    header: 'Line',
    cell: ({ line, file }) => (line > 0 ? `${file ? `${file}: ` : ''}${formatNumber(line)}` : '—'),
    align: 'right',
  },
];

/** How consistent a contract is: its score, and what was found where. */
export function ContractLint() {
  const { slug, id } = route.useParams();
  // The page around this one has loaded it.
  const version = useQuery(api.contract.get.queryOptions({ slug, id }, alone)).data;
  if (!version) return null;
  return (
    <>
      <Score version={version} />
      <LintFilters counts={version.lint.counts} />
      <Findings lint={version.lint} />
    </>
  );
}

function Score({ version: { api: slug, lint } }: { version: ContractVersionDetail }) {
  const { score, bar, passes, counts, findingCount } = lint;
  return (
    <Section title="Score">
      <Text fw={600} fz="xl">
        {score} of 100
      </Text>
      <Progress value={score} my={6} aria-label={`${score} of 100`} color={passes ? 'green.9' : 'red.9'} />
      <Text c="dimmed">
        {count(findingCount, 'finding')} of {count(Object.keys(counts).length, 'rule')}.{' '}
        {passes ? `At least ${bar} is asked for.` : `Too low: at least ${bar} is asked for.`} What counts, and
        how much, is in{' '}
        <TextLink to="/apis/$slug/rules" params={{ slug }}>
          the rules
        </TextLink>
        .
      </Text>
    </Section>
  );
}

function Findings({ lint }: { lint: LintView }) {
  const { severity, rule, search } = route.useSearch();
  const found = filterFindings(lint.findings, { severity, rule, search });
  const { shown, ...rest } = useGrowing(found, rowsStep, `${severity} ${rule} ${search}`);
  const isFiltered = Boolean(severity ?? rule ?? search);
  return (
    <>
      <DataTable
        label="Findings"
        query={loadedList([...shown])}
        columns={columns}
        rowKey={(finding) => `${finding.rule} ${finding.pointer} ${finding.line} ${finding.message}`}
        empty={
          isFiltered ? (
            <EmptyState title="No finding matches" text="Change or clear the filters above." />
          ) : (
            <EmptyState
              title="Nothing was found"
              text="The contract is consistent, as far as the rules go."
            />
          )
        }
      />
      <GrowButton {...rest} />
      <NotListed lint={lint} />
    </>
  );
}

/** How much of what was counted above is not in the list. */
function NotListed({ lint: { findings, findingCount } }: { lint: LintView }) {
  const more = findingCount - findings.length;
  if (more <= 0) return null;
  return (
    <Text c="dimmed" mt="sm">
      {count(more, 'further finding')} of the same rules {more === 1 ? 'is' : 'are'} counted and not listed:
      of each rule the first 200 are.
    </Text>
  );
}

function Finding({ message, operation, pointer }: LintFindingView) {
  return (
    <div style={{ padding: '4px 0', whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      <Text>
        <CodeText text={message} />
      </Text>
      {operation && <OperationName name={operation} />}{' '}
      <Text component="span" c="dimmed" size="xs">
        <code style={{ whiteSpace: 'normal' }}>{pointer || '/'}</code>
      </Text>
    </div>
  );
}

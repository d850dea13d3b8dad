import type { RefusedCallView } from '@parley/shared/access/refused-call';
import type { Environment } from '@parley/shared/words/environment';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { loadedList } from '../../lib/query/loaded-list.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { DataTable, type Column } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const lookEveryMs = 3000;

const words: Record<string, string> = {
  'rate.limited': 'Over a limit',
  'rate.uncounted': 'Could not be counted',
  'auth.scope_missing': 'Scope missing',
  'auth.network_refused': 'From another network',
  'auth.invalid': 'Credential not valid',
  'consumer.suspended': 'Consumer suspended',
  'plan.environment_refused': 'Not in the plan',
};

const statusOf = (code: string): string =>
  code.startsWith('rate.') ? '429' : code === 'auth.invalid' ? '401' : '403';

function Caller({ keyId, keyName }: RefusedCallView) {
  const params = { id: keyId };
  if (keyId.startsWith('key_'))
    return (
      <TextLink to="/api-keys/$id" params={params}>
        {keyName}
      </TextLink>
    );
  return keyId.startsWith('cli_') ? (
    <TextLink to="/clients/$id" params={params}>
      {keyName}
    </TextLink>
  ) : (
    keyName
  );
}

const columns: Column<RefusedCallView>[] = [
  {
    id: 'what',
    header: 'Refused as',
    cell: ({ code }) => `${statusOf(code)} ${words[code] ?? code}`,
  },
  { id: 'reason', header: 'Why', cell: ({ reason }) => reason },
  {
    id: 'operation',
    header: 'Operation',
    cell: ({ operation }) => (operation === null ? 'Any' : <code>{operation}</code>),
    wide: true,
  },
  { id: 'key', header: 'Called with', cell: Caller },
  { id: 'calls', header: 'Calls', cell: ({ calls }) => formatNumber(calls), align: 'right' },
  { id: 'last', header: 'Latest', cell: ({ lastAt }) => <Time at={lastAt} />, align: 'right' },
];

/** Why calls of a consumer are refused: which limit, which scope, which address. */
export function RefusedCalls({ id, environment }: { id: string; environment: Environment }) {
  const refused = useQuery({
    ...api.refusedCall.list.queryOptions({ id, environment }),
    refetchInterval: lookEveryMs,
  });
  if (!refused.data) return <ProblemAlert error={refused.error} />;
  return (
    <Section flush title={`Refused calls in ${environment}`}>
      <DataTable
        isBare
        label={`Refused calls in ${environment}`}
        query={loadedList(refused.data.items)}
        columns={columns}
        rowKey={(one) => `${one.keyId} ${one.code} ${one.operation} ${one.reason}`}
        empty={
          <EmptyState
            title="Nothing was refused within 30 days"
            text="Calls that are answered with 401, 403 or 429 show here within seconds, each with its reason: which limit, which scope, which address."
          />
        }
      />
    </Section>
  );
}

import type { ClientView } from '@parley/shared/access/client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { Numbers } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';

/** What the numbers of a client are of, for the places that are kept free for them. */
export const clientNumberLabels = ['Calls in 24 h', 'Calls in 7 days', 'Errors in 7 days', 'Tokens work for'];

/** What the tokens of a client did, in four numbers. */
export function ClientNumbers({ client }: { client: ClientView }) {
  const { data } = useQuery(api.client.activity.queryOptions({ id: client.id }));
  const calls = data?.operations.reduce((sum, one) => sum + one.calls, 0);
  const errors = data?.operations.reduce((sum, one) => sum + one.errors, 0);
  const [day = '', week = '', failed = '', life = ''] = clientNumberLabels;
  return (
    <Numbers
      label="This client in numbers"
      figures={[
        {
          label: day,
          value: data && formatNumber(data.callsLastDay),
          note: client.lastUsedAt ? (
            <>
              last <Time at={client.lastUsedAt} />
            </>
          ) : (
            'Never used'
          ),
        },
        {
          label: week,
          value: calls !== undefined && formatNumber(calls),
          note: data && count(data.operations.length, 'operation'),
        },
        { label: failed, value: errors !== undefined && formatNumber(errors), note: 'refused or failed' },
        {
          label: life,
          value:
            client.tokenSeconds % 60 === 0 ? `${client.tokenSeconds / 60} min` : `${client.tokenSeconds} s`,
          note: data && data.below > 0 ? `${count(data.below, 'credential')} below it` : 'each',
        },
      ]}
    />
  );
}

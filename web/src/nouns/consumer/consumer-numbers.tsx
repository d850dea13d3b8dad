import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { Numbers, type Figure } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';
import { useConsumerFigures } from './use-consumer-figures.ts';

/** What the numbers of a consumer are of, for the places that are kept free for them. */
export const consumerNumberLabels = [
  'Calls in 24 h',
  'Errors in 24 h',
  'API keys',
  'Endpoints',
  'Not delivered',
];

const deliveryDays = '7d';

/** How a consumer does, in five numbers, each with the way to the rows that it counts. */
export function ConsumerNumbers({ id }: { id: string }) {
  const environment = useEnvironment();
  const { data } = useConsumerFigures(id);
  const [calls, errors, keys, endpoints, deliveries] = consumerNumberLabels;
  const figures: Figure[] = data
    ? [
        callsOf(data),
        errorsOf(data),
        ...keysOf(data, id),
        ...endpointsOf(data, id),
        ...deliveriesOf(data, id),
      ]
    : [calls, errors, keys, endpoints, deliveries].map((label) => ({ label: label ?? '', value: undefined }));
  return <Numbers label={`In numbers, in ${environment}`} figures={figures} />;
}

const callsOf = ({ callsLastDay, calls, days, hours }: ConsumerFigures): Figure => ({
  label: 'Calls in 24 h',
  value: formatNumber(callsLastDay),
  note: `${formatNumber(calls)} in ${count(days.length, 'day')}`,
  series: hours.map((hour) => hour.calls),
});

const errorsOf = ({ callsLastDay, errorsLastDay, hours }: ConsumerFigures): Figure => {
  const share = callsLastDay === 0 ? 0 : errorsLastDay / callsLastDay;
  return {
    label: 'Errors in 24 h',
    value: formatNumber(errorsLastDay),
    note: callsLastDay === 0 ? 'No calls' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} % of its calls`,
    series: hours.map((hour) => hour.errors),
    ...(share >= 0.05 && { alarm: share >= 0.5 ? ('bad' as const) : ('warn' as const) }),
  };
};

const keysOf = ({ keys }: ConsumerFigures, consumerId: string): Figure[] =>
  keys
    ? [
        {
          label: 'API keys',
          value: `${formatNumber(keys.active)}${keys.isMore ? '+' : ''}`,
          note: keys.lastUsedAt ? (
            <>
              used <Time at={keys.lastUsedAt} />
            </>
          ) : (
            'Never used'
          ),
          link: { to: '/api-keys', search: { consumerId } },
        },
      ]
    : [];

const endpointsOf = ({ endpoints }: ConsumerFigures, consumerId: string): Figure[] => {
  if (!endpoints) return [];
  const sick = endpoints.filter(({ health }) => health !== 'healthy' && health !== 'unused');
  const sum = (of: typeof endpoints) => of.reduce((total, one) => total + one.count, 0);
  const words = sick.map((one) => `${one.count} ${one.health}`).join(', ');
  return [
    {
      label: 'Endpoints',
      value: formatNumber(sum(endpoints)),
      note: words || (endpoints.length === 0 ? 'Receives no webhooks' : 'None of them failing'),
      link: { to: '/endpoints', search: { consumerId } },
      ...(sick.length > 0 && { alarm: 'warn' as const }),
    },
  ];
};

const deliveriesOf = ({ deliveries }: ConsumerFigures, consumerId: string): Figure[] => {
  if (!deliveries) return [];
  const of = (status: string) => deliveries.find((one) => one.status === status);
  const [exhausted, failed] = [of('exhausted'), of('failed')];
  const isMore = exhausted?.isMore || failed?.isMore;
  const open = (exhausted?.count ?? 0) + (failed?.count ?? 0);
  const status = (exhausted?.count ?? 0) > 0 ? ('exhausted' as const) : ('failed' as const);
  return [
    {
      label: 'Not delivered',
      value: `${formatNumber(open)}${isMore ? '+' : ''}`,
      note: `${formatNumber(exhausted?.count ?? 0)} exhausted in 7 days`,
      link: { to: '/deliveries', search: { consumerId, status, range: deliveryDays } },
      ...(open > 0 && { alarm: (exhausted?.count ?? 0) > 0 ? ('bad' as const) : ('warn' as const) }),
    },
  ];
};

import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { DeliveryPiece, EndpointFigures } from '@parley/shared/webhooks/figures';
import { formatNumber } from '../../lib/text/count.ts';
import { attemptFigures } from '../../nouns/figures/attempt-figures.ts';
import { Numbers, type Figure } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';
import { useEndpointFigures } from './use-endpoint-figures.ts';

const all = (piece: DeliveryPiece): number =>
  DeliveryStatus.options.reduce((sum, status) => sum + piece[status], 0);

/** How an endpoint does, in five numbers of the time that the page shows. */
export function EndpointNumbers({ endpoint }: { endpoint: EndpointView }) {
  const { figures, mayRead } = useEndpointFigures(endpoint.id);
  if (!mayRead) return null;
  const { data } = figures;
  return (
    <Numbers
      label="This endpoint in numbers"
      figures={[
        ...attemptFigures(data?.attempts),
        backlogFigure(endpoint, data),
        ...deliveryFigures(endpoint, data),
      ]}
    />
  );
}

const backlogFigure = ({ id, environment }: EndpointView, data: EndpointFigures | undefined): Figure => ({
  label: 'Backlog',
  value: data && `${formatNumber(data.backlog.count)}${data.backlog.isMore ? '+' : ''}`,
  note: data?.backlog.oldestAt ? (
    <>
      oldest <Time at={data.backlog.oldestAt} />
    </>
  ) : (
    'nothing waits'
  ),
  // Of both states a list can show one: what waits for another attempt is what worries.
  link: { to: '/deliveries', search: { env: environment, endpointId: id, status: 'failed' } },
});

const deliveryFigures = ({ id, environment }: EndpointView, data: EndpointFigures | undefined): Figure[] => {
  const pieces = data?.deliveries ?? [];
  const search = { env: environment, endpointId: id, since: data?.since, until: data?.until };
  const exhausted = pieces.reduce((sum, piece) => sum + piece.exhausted, 0);
  return [
    {
      label: 'Deliveries',
      value: data && formatNumber(pieces.reduce((sum, piece) => sum + all(piece), 0)),
      note: data?.countedSince ? 'of those that are counted' : 'in this time',
      series: data && pieces.map(all),
      link: { to: '/deliveries', search },
    },
    {
      label: 'Exhausted',
      value: data && formatNumber(exhausted),
      note: 'given up',
      series: data && pieces.map((piece) => piece.exhausted),
      alarm: exhausted > 0 ? 'bad' : undefined,
      link: { to: '/deliveries', search: { ...search, status: 'exhausted' } },
    },
  ];
};

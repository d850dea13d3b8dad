import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { EventDetail } from '@parley/shared/webhooks/event';
import { formatNumber } from '../../lib/text/count.ts';
import { Numbers, type Figure } from '../../ui/object/numbers.tsx';

/** What became of the deliveries of an event, in four numbers that lead to them. */
export function EventNumbers({ event }: { event: EventDetail }) {
  const of = (...statuses: DeliveryStatus[]) =>
    statuses.reduce((sum, status) => sum + (event.deliveryCounts[status] ?? 0), 0);
  const figure = (
    label: string,
    note: string,
    statuses: DeliveryStatus[],
    alarm?: 'warn' | 'bad',
  ): Figure => ({
    label,
    value: formatNumber(of(...statuses)),
    note,
    alarm: of(...statuses) > 0 ? alarm : undefined,
    link: {
      to: '/deliveries',
      search: {
        env: event.environment,
        eventId: event.uniqueId,
        status: statuses.length === 1 ? statuses[0] : undefined,
      },
    },
  });
  return (
    <Numbers
      label="This event in numbers"
      figures={[
        figure('Deliveries', 'one an endpoint', ['pending', 'failed', 'delivered', 'exhausted', 'cancelled']),
        figure('Delivered', 'got a 2xx', ['delivered']),
        figure(
          'Under way',
          'wait for an attempt',
          ['pending', 'failed'],
          of('failed') > 0 ? 'warn' : undefined,
        ),
        figure('Given up', 'exhausted', ['exhausted'], 'bad'),
      ]}
    />
  );
}

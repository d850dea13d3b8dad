import { formatNumber } from '../../lib/text/count.ts';
import type { EventTypeAnswer } from '../../nouns/event-type/event-type-answer.ts';
import { attemptFigures } from '../../nouns/figures/attempt-figures.ts';
import { Numbers } from '../../ui/object/numbers.tsx';
import { Time } from '../../ui/text/time.tsx';
import { useEventTypeFigures } from './use-event-type-figures.ts';

/** How much an event type is used, and how it arrives, in five numbers of the time that the page shows. */
export function EventTypeNumbers({ eventType }: { eventType: EventTypeAnswer }) {
  const { figures, environment } = useEventTypeFigures(eventType.name);
  const { data } = figures;
  const published = data?.published.reduce((sum, { count }) => sum + count, 0);
  const before = data?.publishedBefore;
  return (
    <Numbers
      label="This event type in numbers"
      figures={[
        {
          label: 'Published',
          value: published === undefined ? undefined : formatNumber(published),
          note: `in ${environment}`,
          series: data?.published.map(({ count }) => count),
          change: published !== undefined && before ? { now: published, before, good: 'neither' } : undefined,
          link: {
            to: '/events',
            search: { env: environment, type: eventType.name, since: data?.since, until: data?.until },
          },
        },
        ...attemptFigures(data?.attempts),
        {
          label: 'Subscribers',
          value: data && `${formatNumber(data.subscribers.active)}${data.subscribers.isMore ? '+' : ''}`,
          note: 'active endpoints',
        },
        { label: 'Version', value: eventType.version, note: <Time at={eventType.updatedAt} /> },
      ]}
    />
  );
}

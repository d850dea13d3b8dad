import { useThrottledCallback } from '@mantine/hooks';
import type { QueryFilters } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { api, queryClient } from '../../api.ts';
import { TopicStream } from './topic-stream.ts';

/** What can be watched: it is told when one of these changes. */
export type Topic = 'event' | 'delivery' | 'recovery' | 'issue';

const stream = (topic: Topic): TopicStream =>
  new TopicStream(({ started, changed, lost, failed }) =>
    api[topic].watch.subscriptionOptions({}).subscribe({
      onStarted: started,
      onData: changed,
      onError: failed,
      onConnectionStateChange: ({ state }) => {
        if (state === 'connecting') lost();
      },
    }),
  );

const streams: Readonly<Record<Topic, TopicStream>> = {
  event: stream('event'),
  delivery: stream('delivery'),
  recovery: stream('recovery'),
  issue: stream('issue'),
};

/** How often something is asked for that is watched: for what no stream tells, such as an endpoint that was switched off. */
export const watchedPollMs = 30_000;

/**
 * Asks again for these queries when the server says that something of the topic changed, at once and then every `everyMs`
 * at most. Answers whether it is told: while it is not, whoever shows the queries has to ask by themselves.
 *
 * @example
 * const isWatched = useWatch('recovery', api.recovery.get.queryFilter({ id }), { everyMs: 1000 });
 */
export function useWatch(
  topic: Topic,
  queries: QueryFilters,
  { isOn = true, everyMs = 3000 }: { isOn?: boolean; everyMs?: number } = {},
): boolean {
  const changed = useThrottledCallback(() => void queryClient.invalidateQueries(queries), everyMs);
  const join = useCallback(
    (stateChanged: () => void) => (isOn ? streams[topic].join({ changed, stateChanged }) : () => undefined),
    [topic, isOn, changed],
  );
  return useSyncExternalStore(join, () => isOn && streams[topic].isUp);
}

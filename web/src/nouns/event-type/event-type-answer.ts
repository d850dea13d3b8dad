import type { EventTypeDetail } from '@parley/shared/webhooks/event-type';
import type { Received } from './received-event-type.ts';

/** An event type with all of its versions, as it arrives. */
export type EventTypeAnswer = Received<Omit<EventTypeDetail, 'versions'>> & {
  versions: Received<EventTypeDetail['versions'][number]>[];
};

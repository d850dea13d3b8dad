import { PublishEvent } from '@parley/shared/webhooks/event';
import { z } from 'zod';
import { jsonTextOf } from '../../lib/text/json-text.ts';

/** What stands in the fields; the data is JSON as text, an empty field means that nothing was said. */
export interface PublishValues extends Record<string, unknown> {
  type: string;
  data: string;
  subject: string;
  reach: 'named' | 'everyone';
  audience: string[];
}

const data = jsonTextOf(
  z.record(z.string(), z.unknown(), { error: 'The data of an event is an object: { … }.' }),
);

export const PublishEventForm = PublishEvent.extend({
  data,
  audience: z.union([
    z.literal('everyone'),
    z.array(z.string()).min(1, 'Choose at least one consumer.').max(500, 'At most 500 consumers.'),
  ]),
});

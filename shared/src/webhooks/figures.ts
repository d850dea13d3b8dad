import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { EventTypeName } from '../words/event-type-name.ts';
import { Environment } from '../words/environment.ts';
import { instant } from '../words/instant.ts';
import { isoTime } from '../words/text.ts';

/** Which time figures are of: a number of pieces of one length that end at an instant. */
const figureSpan = {
  until: instant('The end of the time that is asked about, such as now.'),
  pieceSeconds: z
    .int()
    .min(60)
    .max(604_800)
    .meta({ description: 'Length of each piece of time, a minute to a week.', example: 3600 }),
  pieces: z.int().min(1).max(100).meta({ description: 'How many pieces, 1 to 100.', example: 24 }),
};

export const EndpointFiguresInput = z.strictObject({ id: idOf('ep', 'endpoint'), ...figureSpan });
export type EndpointFiguresInput = z.infer<typeof EndpointFiguresInput>;

export const EventTypeFiguresInput = z.strictObject({
  name: EventTypeName,
  environment: Environment,
  ...figureSpan,
});
export type EventTypeFiguresInput = z.infer<typeof EventTypeFiguresInput>;

const countedSince = isoTime(
  'From when on rows are counted, where there are too many to count all of them; before it there are none in the figures.',
).nullable();

const share = (description: string) => z.int().meta({ description });

const milliseconds = (part: string) =>
  z
    .number()
    .nullable()
    .meta({
      description: `${part} of the durations of attempts, in milliseconds, to within 5 %; \`null\` without any.`,
    });

export const AttemptTotals = z
  .object({
    delivered: share('Attempts that got a 2xx.'),
    failed: share('Attempts that did not.'),
    p50Ms: milliseconds('Median'),
    p95Ms: milliseconds('95th percentile'),
  })
  .meta({
    id: 'AttemptTotals',
    description: 'Attempts of some time, counted by the hour in which they began.',
  });
export type AttemptTotals = z.infer<typeof AttemptTotals>;

export const AttemptPiece = AttemptTotals.extend({ since: isoTime('Start of the piece of time.') }).meta({
  id: 'AttemptPiece',
  description: 'Attempts of one piece of time.',
});

export const AttemptFigures = z
  .object({
    countedSince: isoTime(
      'From when on attempts are counted at all, where that is later than the start of the time.',
    ).nullable(),
    total: AttemptTotals.meta({ description: 'All of the time.' }),
    before: AttemptTotals.meta({ description: 'The time of the same length before it.' }),
    pieces: z.array(AttemptPiece).meta({
      description:
        'In the order of time; an hour counts where it begins, so pieces shorter than an hour are no finer.',
    }),
  })
  .meta({ id: 'AttemptFigures', description: 'Attempts over a time, and what they were before.' });
export type AttemptFigures = z.infer<typeof AttemptFigures>;

export const DeliveryPiece = z
  .object({
    since: isoTime('Start of the piece of time.'),
    pending: share('Wait for their first attempt.'),
    failed: share('Will be tried again.'),
    delivered: share('Got a 2xx.'),
    exhausted: share('Given up.'),
    cancelled: share('Lost their endpoint.'),
  })
  .meta({
    id: 'DeliveryPiece',
    description: 'Deliveries that were made in one piece of time, by their status now.',
  });
export type DeliveryPiece = z.infer<typeof DeliveryPiece>;

export const DeliveryCause = z
  .object({
    responseStatus: z.int().nullable().meta({ description: 'HTTP status; `null` without an answer.' }),
    error: z.string().meta({ description: 'Why the latest attempt failed.' }),
    count: share('Deliveries that stand so.'),
    latestDeliveryId: idOf('dlv', 'delivery'),
    latestAt: isoTime('When the latest of them was published.'),
  })
  .meta({ id: 'DeliveryCause', description: 'Deliveries that failed in the same way.' });

export const EndpointFigures = z
  .object({
    since: isoTime('Start of the time.'),
    until: isoTime('Its end.'),
    countedSince,
    deliveries: z.array(DeliveryPiece).meta({ description: 'In the order of time.' }),
    attempts: AttemptFigures,
    backlog: z
      .object({
        count: share('Deliveries that wait for an attempt, of any time.'),
        isMore: z.boolean().meta({ description: 'Whether there are more than were counted.' }),
        oldestAt: isoTime('When the oldest of them was published.').nullable(),
      })
      .meta({ id: 'EndpointBacklog', description: 'What waits for an endpoint.' }),
    causes: z.array(DeliveryCause).meta({
      description:
        'Why deliveries of this time are failed or exhausted, most of them first; of the newest thousand.',
    }),
  })
  .meta({ id: 'EndpointFigures', description: 'How an endpoint did over a time.' });
export type EndpointFigures = z.infer<typeof EndpointFigures>;

/** How an event type is used over a time, of all consumers: for staff. */
export const EventTypeFigures = z.object({
  since: isoTime('Start of the time.'),
  until: isoTime('Its end.'),
  countedSince,
  published: z.array(z.object({ since: isoTime('Start of the piece of time.'), count: z.int() })),
  publishedBefore: z
    .int()
    .nullable()
    .meta({ description: '`null` where too many would have to be counted.' }),
  attempts: AttemptFigures,
  subscribers: z.object({
    active: z.int().meta({ description: 'Active endpoints that want the type.' }),
    isMore: z.boolean().meta({ description: 'Whether not all endpoints were looked at.' }),
  }),
});
export type EventTypeFigures = z.infer<typeof EventTypeFigures>;

import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { EventId } from './event.ts';

/** Why an endpoint got an event, or why it did not. */
export const RecipientOutcome = z
  .enum([
    'sent',
    'not_in_audience',
    'not_subscribed',
    'not_in_plan',
    'filtered',
    'added_later',
    'disabled',
    'suspended',
    'changed_since',
  ])
  .meta({
    id: 'RecipientOutcome',
    description:
      '`sent`: there is a delivery. Otherwise why not, by the endpoint as it is now: its consumer is `not_in_audience`, it is `not_subscribed` to the type, the plan of its consumer does not have the type (`not_in_plan`), its filter keeps the event out (`filtered`), it was `added_later`, it is `disabled`, its consumer is `suspended`; `changed_since`: published now, it would get it.',
    example: 'not_subscribed',
  });
export type RecipientOutcome = z.infer<typeof RecipientOutcome>;

export const RecipientView = z
  .object({
    endpointId: idOf('ep', 'endpoint'),
    endpointUrl: z.string().meta({ description: 'The URL of the endpoint.' }),
    consumerId: idOf('con', 'consumer'),
    consumerName: z.string().meta({ description: 'Name of the consumer that has it.' }),
    outcome: RecipientOutcome,
    deliveryId: idOf('dlv', 'delivery').nullable().meta({ description: 'The latest, when there is one.' }),
  })
  .meta({ id: 'Recipient', description: 'An endpoint, and whether it got an event.' });
export type RecipientView = z.infer<typeof RecipientView>;

export const RecipientPage = pageOf(RecipientView);

export const ListRecipients = EventId.extend(pageInput);
export type ListRecipients = z.infer<typeof ListRecipients>;

export const SendEvent = EventId.extend({ endpointId: idOf('ep', 'endpoint that shall get it') });
export type SendEvent = z.infer<typeof SendEvent>;

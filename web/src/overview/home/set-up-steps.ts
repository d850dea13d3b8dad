import type { CommandLineView } from '@parley/shared/administration/session';
import type { Environment } from '@parley/shared/words/environment';
import type { EventTypeView } from '@parley/shared/webhooks/event-type';
import type { HomeView } from '@parley/shared/overview/home';
import type { Scope } from '@parley/shared/scope';
import { curlPost, publishCurl } from '../../lib/rest/curl.ts';
import type { Received } from '../../nouns/event-type/received-event-type.ts';

/** One step of the set-up: what it is for, where it is done, and the command that does it. */
export interface SetUpStep {
  id: keyof HomeView['checklist'];
  title: string;
  text: string;
  link: { to: string; label: string; scope: Scope; opensDialog: boolean };
  code?: string;
}

const firstData = { invoice: 'inv_1042', amount: 1200 };

const declareType = curlPost('/v1/event-types', {
  name: 'invoice.generated',
  description: 'An invoice was generated.',
  schema: {
    type: 'object',
    required: ['invoice', 'amount'],
    properties: { invoice: { type: 'string' }, amount: { type: 'integer', minimum: 0 } },
  },
  example: firstData,
});

const createKey = (environment: Environment, { here }: CommandLineView) =>
  `${here} key create --consumer "Northwind Billing" --env ${environment} \\
  --scopes events:publish,event-types:write,endpoints:write
export PARLEY_KEY=…`;

/** The way from nothing to the first delivery. The command that publishes is made of the newest type. */
export function setUpSteps(
  environment: Environment,
  newest: Received<EventTypeView> | undefined,
  commandLine: CommandLineView | undefined,
): SetUpStep[] {
  return [...accessSteps(environment, commandLine), ...webhookSteps, ...eventSteps(newest)];
}

const accessSteps = (environment: Environment, commandLine: CommandLineView | undefined): SetUpStep[] => [
  {
    id: 'consumer',
    title: 'Register a consumer',
    text: 'An application that calls your APIs or receives your webhooks. Keys and endpoints belong to one.',
    link: { to: '/consumers', label: 'New consumer', scope: 'consumers:write', opensDialog: true },
    ...(commandLine && {
      code: `${commandLine.here} consumer create --name "Northwind Billing" --kind partner`,
    }),
  },
  {
    id: 'apiKey',
    title: `Give it a ${environment} API key`,
    text: 'The secret is shown once. The commands below read it from $PARLEY_KEY.',
    link: { to: '/api-keys', label: 'New API key', scope: 'api-keys:write', opensDialog: true },
    ...(commandLine && { code: createKey(environment, commandLine) }),
  },
];

const webhookSteps: SetUpStep[] = [
  {
    id: 'eventType',
    title: 'Declare an event type',
    text: 'What can happen, and the schema that its payload has to fit.',
    link: { to: '/event-types', label: 'New event type', scope: 'event-types:write', opensDialog: true },
    code: declareType,
  },
  {
    id: 'endpoint',
    title: 'Let an endpoint subscribe',
    text: 'A URL of the consumer that receives what it asks for. Put your own URL in.',
    link: { to: '/endpoints', label: 'New endpoint', scope: 'endpoints:write', opensDialog: true },
    code: curlPost('/v1/endpoints', { url: 'https://your-app.example/webhooks', eventTypes: ['*'] }),
  },
];

const eventSteps = (newest: Received<EventTypeView> | undefined): SetUpStep[] => [
  {
    id: 'event',
    title: 'Publish the first event',
    text: 'With a key of the consumer that has the endpoint, or to named consumers from the console.',
    link: { to: '/events', label: 'Publish an event', scope: 'events:publish.any', opensDialog: true },
    code: publishCurl({
      type: newest?.name ?? 'invoice.generated',
      data: newest ? (newest.example ?? {}) : firstData,
    }),
  },
  {
    id: 'delivered',
    title: 'See it delivered',
    text: 'Parley sends it at once. A receiver that answers 2xx has it; anything else is tried again.',
    link: { to: '/deliveries', label: 'Deliveries', scope: 'deliveries:read', opensDialog: false },
  },
];

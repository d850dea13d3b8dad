import type { MeasuredParley } from './processes.ts';

/** An endpoint that asks for one event type. */
export interface Subscription {
  origin: string;
  type: string;
}

const scopes = 'events:publish,event-types:write,endpoints:write';

/** Declares the event types, creates the endpoints, and answers a key that may publish. */
export const subscribe = async (
  parley: MeasuredParley,
  subscriptions: readonly Subscription[],
): Promise<string> => {
  const { secret = '' } = parley.cli(
    'key',
    'create',
    '--consumer',
    'Bench',
    '--env',
    'live',
    '--scopes',
    scopes,
  );
  const call = async (path: string, body: object) => {
    const response = await fetch(parley.origin + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // What is declared again is there already.
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  for (const name of new Set(subscriptions.map(({ type }) => type)))
    await call('/v1/event-types', {
      name,
      description: 'An event of the benchmark.',
      schema: {
        type: 'object',
        required: ['sentAt', 'amount'],
        properties: { amount: { type: 'integer' } },
      },
    });
  for (const { origin, type } of subscriptions)
    await call('/v1/endpoints', { url: `${origin}/hook`, eventTypes: [type] });
  return secret;
};

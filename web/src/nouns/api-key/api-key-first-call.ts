import type { ApiKeyCreated } from '@parley/shared/access/api-key';
import { holds, type Scope } from '@parley/shared/scope';
import { shellQuote } from '../../lib/rest/curl.ts';

const harmless: readonly { scope: Scope; path: string; text: string }[] = [
  { scope: 'consumers:read', path: '/v1/consumers', text: 'It answers with the consumer of the key.' },
  { scope: 'event-types:read', path: '/v1/event-types', text: 'It lists the event types.' },
  { scope: 'endpoints:read', path: '/v1/endpoints', text: 'It lists the endpoints of the consumer.' },
  { scope: 'events:read', path: '/v1/events', text: 'It lists the events of the consumer.' },
  { scope: 'deliveries:read', path: '/v1/deliveries', text: 'It lists the deliveries of the consumer.' },
  { scope: 'api-keys:read', path: '/v1/api-keys', text: 'It lists the keys of the consumer.' },
  { scope: 'audit:read', path: '/v1/audit-entries', text: 'It lists what was changed.' },
];

/**
 * The first call to make with a new key, as a command that works as it stands: a harmless read where the scopes allow
 * one, else an event of the type given. `null` when the key can do neither.
 */
export function firstCall(
  { secret, scopes }: Pick<ApiKeyCreated, 'secret' | 'scopes'>,
  origin: string,
  eventType: { name: string; example?: unknown } | undefined,
): { text: string; command: string } | null {
  const held = new Set(scopes);
  const read = harmless.find(({ scope }) => held.has(scope));
  const credential = `-H "Authorization: Bearer ${secret}"`;
  if (read) return { text: read.text, command: `curl "${origin}${read.path}" \\\n  ${credential}` };
  if (!holds(held, 'events:publish') || !eventType) return null;
  const body = JSON.stringify({ type: eventType.name, data: eventType.example ?? {} });
  return {
    text: `It publishes a real ${eventType.name} to the endpoints of the consumer.`,
    command: [
      `curl "${origin}/v1/events" \\`,
      `  ${credential} \\`,
      '  -H "Content-Type: application/json" \\',
      `  -d ${shellQuote(body)}`,
    ].join('\n'),
  };
}

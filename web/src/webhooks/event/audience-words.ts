import type { Audience } from '@parley/shared/webhooks/event';

/** Who may receive an event, in a few words. */
export function audienceWords(audience: Audience): string {
  if (audience === 'own') return 'The publisher';
  if (audience === 'everyone') return 'Everyone';
  return audience.length === 1 ? (audience[0] ?? '') : `${audience.length} consumers`;
}

import type { DeliveryView } from '@parley/shared/webhooks/delivery';

/** What the latest attempt came back with: the HTTP status, the reason why there was none, or a dash. */
export function lastAnswer({ lastResponseStatus, lastError }: DeliveryView): string {
  if (lastResponseStatus !== null) return `HTTP ${lastResponseStatus}`;
  return lastError ?? '—';
}

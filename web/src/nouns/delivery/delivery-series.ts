import type { DeliveryStatus } from '@parley/shared/webhooks/delivery';
import type { Tone } from '../../ui/chart/chart-data.ts';

/** What becomes of deliveries, as charts stack it: what went well at the bottom. */
export const deliverySeries: readonly { id: DeliveryStatus; label: string; tone: Tone }[] = [
  { id: 'delivered', label: 'delivered', tone: 'good' },
  { id: 'pending', label: 'pending', tone: 'busy' },
  { id: 'failed', label: 'failed', tone: 'warn' },
  { id: 'exhausted', label: 'exhausted', tone: 'bad' },
  { id: 'cancelled', label: 'cancelled', tone: 'idle' },
];

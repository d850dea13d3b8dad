import type { BulkChangeView } from '@parley/shared/webhooks/bulk-change';

/** What a bulk change is called. */
export const bulkTitle = ({ action }: Pick<BulkChangeView, 'action'>): string =>
  action === 'disable' ? 'Disable endpoints' : 'Enable endpoints';

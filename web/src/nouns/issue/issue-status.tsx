import type { IssueStatus as Status } from '@parley/shared/monitoring/issue';
import { StatusBadge } from '../../ui/text/status-badge.tsx';

/** Where an issue stands; an open one is what somebody has to look at. */
export function IssueStatus({ status }: { status: Status }) {
  return status === 'open' ? <StatusBadge status="open" tone="bad" /> : <StatusBadge status={status} />;
}

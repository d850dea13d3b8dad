import { useQuery } from '@tanstack/react-query';
import type { ContractStatus } from '@parley/shared/contracts/contract';
import { api } from '../../api.ts';

/** Whether a version is still to be published: then it is asked whom that would reach. */
export function isToCome(status: ContractStatus): boolean {
  return status === 'draft' || status === 'reviewed';
}

/** Whom a version would reach that is still to be published, beside what is published now. */
export function useVersionImpact({
  api: slug,
  id,
  status,
}: {
  api: string;
  id: string;
  status: ContractStatus;
}) {
  return useQuery(api.contractImpact.get.queryOptions({ slug, to: id }, { enabled: isToCome(status) }));
}

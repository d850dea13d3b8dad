import { Button } from '@mantine/core';
import type { ContractStatus, ContractVersionDetail } from '@parley/shared/contracts/contract';
import { getRouteApi } from '@tanstack/react-router';
import { DeprecateContractDialog } from '../../nouns/contract-step/deprecate-contract-dialog.tsx';
import { PublishContractDialog } from '../../nouns/contract-step/publish-contract-dialog.tsx';
import { RetireContractDialog } from '../../nouns/contract-step/retire-contract-dialog.tsx';
import { ReviewContractDialog } from '../../nouns/contract-step/review-contract-dialog.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

type Act = 'review' | 'publish' | 'deprecate' | 'retire';

const labels: Record<Act, string> = {
  review: 'Mark as reviewed…',
  publish: 'Publish…',
  deprecate: 'Deprecate…',
  retire: 'Retire…',
};

const next: Record<ContractStatus, readonly Act[]> = {
  draft: ['review', 'publish'],
  reviewed: ['publish'],
  published: ['deprecate'],
  deprecated: ['deprecate', 'retire'],
  sunset: ['retire'],
  retired: [],
};

/** The steps that a contract version can take from its status. The open dialog is in the address. */
export function ContractActions({ version }: { version: ContractVersionDetail }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const acts = next[version.status];
  const setDialog = (act: Act | undefined) =>
    void navigate({ to: '.', search: (before) => ({ ...before, dialog: act }), resetScroll: false });
  const close = () => setDialog(undefined);
  const isOpen = (act: Act) => dialog === act && acts.includes(act);
  return (
    <>
      {acts.map((act) => (
        <Button
          key={act}
          type="button"
          variant={act === 'publish' ? 'filled' : 'default'}
          onClick={() => setDialog(act)}
        >
          {act === 'deprecate' && version.status === 'deprecated' ? 'Move the sunset…' : labels[act]}
        </Button>
      ))}
      <ReviewContractDialog version={version} opened={isOpen('review')} onClose={close} />
      <PublishContractDialog version={version} opened={isOpen('publish')} onClose={close} />
      <DeprecateContractDialog version={version} opened={isOpen('deprecate')} onClose={close} />
      <RetireContractDialog version={version} opened={isOpen('retire')} onClose={close} />
    </>
  );
}

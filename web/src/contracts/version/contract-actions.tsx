import { Button } from '@mantine/core';
import type { ContractStatus, ContractVersionDetail } from '@parley/shared/contract';
import { getRouteApi } from '@tanstack/react-router';
import { DeprecateDialog } from './deprecate-dialog.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { RetireDialog } from './retire-dialog.tsx';
import { ReviewDialog } from './review-dialog.tsx';

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
      <ReviewDialog version={version} opened={isOpen('review')} onClose={close} />
      <PublishDialog version={version} opened={isOpen('publish')} onClose={close} />
      <DeprecateDialog version={version} opened={isOpen('deprecate')} onClose={close} />
      <RetireDialog version={version} opened={isOpen('retire')} onClose={close} />
    </>
  );
}

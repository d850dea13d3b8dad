import { Button } from '@mantine/core';
import type { IssueDetail, IssueStatus } from '@parley/shared/monitoring/issue';
import { IconBellOff, IconCheck, IconEye, IconRotate, type Icon } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { IssueDialog } from './issue-dialog.tsx';
import { MuteIssueDialog } from './mute-issue-dialog.tsx';

const route = getRouteApi('/_console/issues/$id');

type Verb = 'acknowledge' | 'mute' | 'resolve' | 'reopen';

const verbs: Record<Verb, { label: string; icon: Icon; from: readonly IssueStatus[] }> = {
  reopen: { label: 'Reopen…', icon: IconRotate, from: ['acknowledged', 'muted', 'resolved'] },
  mute: { label: 'Mute…', icon: IconBellOff, from: ['open', 'acknowledged', 'muted'] },
  resolve: { label: 'Resolve…', icon: IconCheck, from: ['open', 'acknowledged', 'muted'] },
  acknowledge: { label: 'Acknowledge…', icon: IconEye, from: ['open', 'muted'] },
};
const all: readonly Verb[] = ['reopen', 'mute', 'resolve', 'acknowledge'];

/** What can be done with an issue in its state. */
export function IssueActions({ issue }: { issue: IssueDetail }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const setDialog = (next: Verb | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const close = () => setDialog(undefined);
  const possible = all.filter((verb) => verbs[verb].from.includes(issue.status));
  const primary = possible.at(-1);
  return (
    <>
      {possible.map((verb) => {
        const { label, icon: VerbIcon } = verbs[verb];
        return (
          <Button
            key={verb}
            type="button"
            variant={verb === primary ? 'filled' : 'default'}
            leftSection={<VerbIcon size={14} />}
            onClick={() => setDialog(verb)}
          >
            {label}
          </Button>
        );
      })}
      {(['acknowledge', 'resolve', 'reopen'] as const).map((verb) => (
        <IssueDialog key={verb} verb={verb} issue={issue} opened={dialog === verb} onClose={close} />
      ))}
      <MuteIssueDialog issue={issue} opened={dialog === 'mute'} onClose={close} />
    </>
  );
}

import type { RequirementView } from '@parley/shared/access/requirement';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { useConsumerName } from '../../nouns/consumer/use-consumer-name.ts';
import { requirementBadges } from '../../nouns/requirement/requirement-words.ts';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { requirementActs } from './requirement-acts.ts';
import { RequirementDialogs } from './requirement-dialogs.tsx';
import { RequirementDiscussion } from './requirement-discussion.tsx';
import { RequirementReview } from './requirement-review.tsx';
import { useMay } from '../../lib/session/session-context.ts';

const route = getRouteApi('/_console/requirements/$consumerId/$id');

/** One requirement: what was asked for beside what is observed, the plan that follows from it, and what was said. */
export function RequirementDetail() {
  const key = route.useParams();
  const requirement = useQuery(api.requirement.get.queryOptions(key));
  return (
    <ObjectPage
      kind="Requirement"
      query={requirement}
      tabs={['Review', 'Discussion', 'History']}
      wayOn={<TextLink to="/requirements">All requirements</TextLink>}
    >
      {(one) => <Loaded requirement={one} />}
    </ObjectPage>
  );
}

function Loaded({ requirement }: { requirement: RequirementView }) {
  const { id, consumerId, status } = requirement;
  const navigate = route.useNavigate();
  const name = useConsumerName(consumerId) ?? 'this consumer';
  const [mayWrite, mayAnswer] = [useMay('consumers:write'), useMay('consumers:approve')];
  const { dialog } = route.useSearch();
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <ObjectFrame
      title={`What ${name} needs`}
      state={<StatusBadge {...requirementBadges[status]} />}
      description={
        <>
          Of{' '}
          <TextLink to="/consumers/$id" params={{ id: consumerId }}>
            {name}
          </TextLink>
        </>
      }
      more={requirementActs(status, { mayWrite, mayAnswer }, setDialog)}
    >
      <ObjectTabs
        label="Parts of this requirement"
        tabs={[
          { id: 'review', name: 'Review', content: <RequirementReview requirement={requirement} /> },
          {
            id: 'discussion',
            name: 'Discussion',
            content: <RequirementDiscussion requirement={requirement} />,
          },
          { id: 'history', name: 'History', content: <ObjectHistory id={id} noun="requirement" /> },
        ]}
      />
      <RequirementDialogs requirement={requirement} dialog={dialog} onClose={() => setDialog(undefined)} />
    </ObjectFrame>
  );
}

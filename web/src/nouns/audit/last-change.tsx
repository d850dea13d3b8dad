import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ActorLink } from './actor-link.tsx';
import { auditActionWords } from '@parley/shared/administration/audit-action';

/** What was done last to an object, by whom and when: which key it was is a link. `at` is shown to who may not know. */
export function LastChange({ id, at }: { id: string; at: string | null }) {
  const mayRead = useMay('audit:read');
  const found = useQuery(api.audit.list.queryOptions({ targetId: id, limit: 1 }, { enabled: mayRead }));
  const entry = found.data?.items[0];
  if (!entry) return <Time at={at} />;
  return (
    <>
      <TextLink to="/audit/$id" params={{ id: entry.id }}>
        {auditActionWords(entry.action)}
      </TextLink>{' '}
      by <ActorLink actor={entry.actor} />, <Time at={entry.at} />
    </>
  );
}

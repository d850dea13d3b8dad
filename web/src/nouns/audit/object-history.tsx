import { EmptyState } from '../../ui/list/empty-state.tsx';
import { AuditEntries } from './audit-entries.tsx';

/** What was changed of one object, by whom, and what it was before. `noun` names it: “endpoint”. */
export function ObjectHistory({ id, noun }: { id: string; noun: string }) {
  return (
    <AuditEntries
      of={{ targetId: id }}
      label={`Changes of this ${noun}`}
      text={`Every change of this ${noun}: who made it, and what it was before and after.`}
      empty={
        <EmptyState
          title="No change is on record"
          text={`Whoever changes this ${noun} stands here, with what they changed and when.`}
        />
      }
    />
  );
}

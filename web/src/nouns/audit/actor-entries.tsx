import { EmptyState } from '../../ui/list/empty-state.tsx';
import { AuditEntries } from './audit-entries.tsx';

/** What a key or a person changed, whatever it was. `noun` names who: “key”. */
export function ActorEntries({ id, noun }: { id: string; noun: string }) {
  return (
    <AuditEntries
      of={{ actorId: id }}
      label={`Changes by this ${noun}`}
      text={`Every change that this ${noun} made. Calls that change nothing are counted, and leave no entry.`}
      empty={
        <EmptyState
          title={`This ${noun} has changed nothing`}
          text="What it changes stands here, with what it was before and after."
        />
      }
    />
  );
}

import type { AuditEntryView } from '@parley/shared/administration/audit';
import { IconKey, IconServer, IconTerminal2, IconUser, type Icon } from '@tabler/icons-react';
import { Cut } from '../../ui/text/cut.tsx';

type Actor = AuditEntryView['actor'];

const kinds: Record<Actor['kind'], { icon: Icon; words: string }> = {
  staff: { icon: IconUser, words: 'staff' },
  api_key: { icon: IconKey, words: 'API key' },
  command_line: { icon: IconTerminal2, words: 'command line' },
  system: { icon: IconServer, words: 'system' },
};

/** Who did it: the name, and what kind of actor that is. */
export function ActorName({ actor }: { actor: Actor }) {
  const { icon: KindIcon, words } = kinds[actor.kind];
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6, minWidth: 0 }}>
      <KindIcon size={14} stroke={1.7} aria-hidden style={{ flex: 'none' }} />
      <Cut text={actor.kind === 'staff' || actor.name === words ? actor.name : `${actor.name} · ${words}`} />
    </span>
  );
}

import type { LineageEntry } from '@parley/shared/webhooks/lineage';
import {
  IconBolt,
  IconCircleCheck,
  IconCircleX,
  IconCode,
  IconHandClick,
  IconRestore,
  IconSend,
  type Icon,
} from '@tabler/icons-react';
import { useMay } from '../../lib/session/session-context.ts';
import classes from './lineage-timeline.module.css';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

type Look = Exclude<LineageEntry['kind'], 'attempt'> | 'good' | 'bad';

const icons: Record<Look, Icon> = {
  request: IconCode,
  published: IconBolt,
  delivery: IconSend,
  retry: IconHandClick,
  recovery: IconRestore,
  good: IconCircleCheck,
  bad: IconCircleX,
};

/** One thing that happened: an icon, the words, a link to what did it, and when. */
export function LineageEntryLine({ entry, keyId }: { entry: LineageEntry; keyId: string | null }) {
  const look = lookOf(entry);
  const LookIcon = icons[look];
  return (
    <li className={`${classes.entry} ${classes[look] ?? ''}`}>
      <LookIcon size={18} stroke={1.8} className={classes.icon} aria-hidden />
      <span className={classes.text}>
        {entry.text} <Cause entry={entry} keyId={keyId} />
      </span>
      <span className={classes.when}>
        <Time at={entry.at} />
      </span>
    </li>
  );
}

function lookOf({ kind, isOk }: LineageEntry): Look {
  if (kind !== 'attempt') return kind;
  return isOk ? 'good' : 'bad';
}

/** A link to the key, the person's act or the recovery behind it, for readers who may open that. */
function Cause({ entry, keyId }: { entry: LineageEntry; keyId: string | null }) {
  const mayReadKeys = useMay('api-keys:read');
  const mayReadAudit = useMay('audit:read');
  if (entry.kind === 'request' && keyId !== null && mayReadKeys)
    return (
      <TextLink to="/api-keys/$id" params={{ id: keyId }}>
        Its API key
      </TextLink>
    );
  if (entry.kind === 'retry' && mayReadAudit)
    return (
      <TextLink to="/audit/$id" params={{ id: entry.id }}>
        Audit entry
      </TextLink>
    );
  if (entry.kind === 'recovery')
    return (
      <TextLink to="/recoveries/$id" params={{ id: entry.id }}>
        The recovery
      </TextLink>
    );
  return null;
}

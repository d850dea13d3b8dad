import { VisuallyHidden } from '@mantine/core';
import type { AuditEntryView } from '@parley/shared/administration/audit';
import { IconFilter, IconHistory } from '@tabler/icons-react';
import { ActorName } from '../../nouns/audit/actor-name.tsx';
import { actorPage } from '../../nouns/audit/actor-page.ts';
import { kindOfTarget } from '../../nouns/object/object-kinds.ts';
import { ObjectLink } from '../../nouns/object/object-link.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import classes from './entry-cells.module.css';

/** Who did it: a key is the link to its page; the sign beside leads to all that they did. */
export function ActorCell({ actor }: { actor: AuditEntryView['actor'] }) {
  const { id, name } = actor;
  const page = actorPage(actor);
  return (
    <span className={classes.pair}>
      {page ? (
        <TextLink {...page}>
          <ActorName actor={actor} />
        </TextLink>
      ) : (
        <ActorName actor={actor} />
      )}
      {id && (
        <TextLink
          to="/audit"
          search={{ actorId: id }}
          className={classes.sign}
          title={`All that ${name} did`}
        >
          <IconFilter size={14} aria-hidden />
          <VisuallyHidden>All that {name} did</VisuallyHidden>
        </TextLink>
      )}
    </span>
  );
}

/** What it was done to, as the link to its page; the sign beside leads to all that was done to it. */
export function TargetCell({ entry: { action, targetId } }: { entry: AuditEntryView }) {
  const kind = kindOfTarget(action);
  if (!targetId) return '—';
  return (
    <span className={classes.pair}>
      <span className={classes.object}>
        {kind ? <ObjectLink object={{ kind, id: targetId }} /> : <code>{targetId}</code>}
      </span>
      <TextLink to="/audit" search={{ targetId }} className={classes.sign} title="All that was done to it">
        <IconHistory size={14} aria-hidden />
        <VisuallyHidden>All that was done to {targetId}</VisuallyHidden>
      </TextLink>
    </span>
  );
}

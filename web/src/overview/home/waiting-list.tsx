import { Text } from '@mantine/core';
import type { Waiting, WaitingKind } from '@parley/shared/overview/home';
import { count } from '../../lib/text/count.ts';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './waiting-list.module.css';
import { waitingWords } from './waiting-words.ts';

/** What waits for somebody, by kind: how many, the most urgent of them, and where the rest is. */
export function WaitingList({ waiting }: { waiting: readonly Waiting[] }) {
  return (
    <Section flush title="Waiting">
      <ul className={classes.kinds}>
        {waiting.map((one) => (
          <Kind key={one.kind} waiting={one} />
        ))}
      </ul>
    </Section>
  );
}

function Kind({ waiting: { kind, count: amount, items } }: { waiting: Waiting }) {
  const { one, many, at: before, rest } = waitingWords[kind];
  const more = amount - items.length;
  return (
    <li className={classes.kind}>
      <div>
        <Text fw={600}>{count(amount, one, many)}</Text>
        {more > 0 && (
          <Text c="dimmed">
            {rest ? (
              <TextLink to={rest}>and {count(more, 'more', 'more')}</TextLink>
            ) : (
              `and ${count(more, 'more', 'more')}`
            )}
          </Text>
        )}
      </div>
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={`${item.id} ${item.name}`} className={classes.item}>
            <ItemLink kind={kind} item={item} />
            <span className={classes.facts}>
              {item.of && `${item.of}, `}
              {before} <Time at={item.at} />
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function ItemLink({
  kind,
  item: { id, parentId, name },
}: {
  kind: WaitingKind;
  item: Waiting['items'][number];
}) {
  const slug = parentId ?? '';
  if (kind === 'requirement')
    return (
      <TextLink to="/requirements/$consumerId/$id" params={{ consumerId: slug, id }}>
        {name}
      </TextLink>
    );
  if (kind === 'recovery')
    return (
      <TextLink to="/recoveries/$id" params={{ id }}>
        {name === 'paused' ? 'Paused recovery' : 'Planned recovery'}
      </TextLink>
    );
  if (kind === 'key_expiring' || kind === 'key_unused')
    return (
      <TextLink to="/api-keys/$id" params={{ id }}>
        {name}
      </TextLink>
    );
  return (
    <TextLink to="/apis/$slug/versions/$id" params={{ slug, id }}>
      {kind === 'not_told' ? name : `Version ${name}`}
    </TextLink>
  );
}

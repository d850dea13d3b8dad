import { Anchor, Skeleton, Text } from '@mantine/core';
import type {
  AnnouncedAct,
  AudienceMember,
  ContractAudienceView,
} from '@parley/shared/contracts/contract-audience';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useId, type ReactNode } from 'react';
import { alone, api } from '../../api.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { CopyTextButton } from '../../ui/code/copy-text-button.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import classes from './contract-audience.module.css';

/** Who has to know of a step before it is taken: whom Parley tells, whom people have to tell, whom nobody can. */
export function ContractAudience({ slug, id, act }: { slug: string; id: string; act: AnnouncedAct }) {
  const audience = useQuery(
    api.contractImpact.audience.queryOptions({ slug, id, act }, { ...alone, staleTime: 0 }),
  );
  if (audience.error) return <ProblemAlert error={audience.error} />;
  if (!audience.data) return <Skeleton h={90} mt="sm" aria-label="Who has to know" />;
  const { toldCount, byHandCount, withoutContactCount } = audience.data;
  return (
    <>
      {toldCount + byHandCount + withoutContactCount === 0 && (
        <Text mt="sm" c="dimmed">
          {nobodyWords[act]}
        </Text>
      )}
      <Told audience={audience.data} />
      <ByHand audience={audience.data} />
      <WithoutContact audience={audience.data} />
    </>
  );
}

const nobodyWords: Record<AnnouncedAct, string> = {
  publish: 'Nobody is told: no consumer was seen to use what changes.',
  deprecate: 'Nobody has to be told: no consumer called it within 30 days.',
  retire: 'Nobody has to be told: no consumer called it within 30 days.',
};

const channelWords: Record<AudienceMember['channels'][number], string> = {
  event: 'by webhook',
  mail: 'by mail',
};

function Told({ audience: { act, told, toldCount } }: { audience: ContractAudienceView }) {
  if (toldCount === 0) return null;
  return (
    <Group
      title={`Parley tells ${count(toldCount, 'consumer')}`}
      text="At once, by the event `contract.changed` at their endpoints and by mail where there is a server."
    >
      <Rows
        members={told}
        total={toldCount}
        aside={(one) => [weightOf(act, one), ...one.channels.map((way) => channelWords[way])].join(', ')}
      />
    </Group>
  );
}

const byHandText = (act: AnnouncedAct, hasMail: boolean): string => {
  if (act !== 'publish') return 'Parley sends nothing for this step. They called the version within 30 days.';
  return hasMail
    ? 'No endpoint of theirs asks for `contract.changed`, and no mail goes to them.'
    : 'No endpoint of theirs asks for `contract.changed`, and Parley has no mail server to write by.';
};

function ByHand({ audience }: { audience: ContractAudienceView }) {
  const { act, byHand, byHandCount, addresses, addressCount, hasMail } = audience;
  if (byHandCount === 0) return null;
  return (
    <Group
      title={`You have to tell ${count(byHandCount, 'consumer')}`}
      text={byHandText(act, hasMail)}
      actions={
        <CopyTextButton
          value={addresses.join(', ')}
          label={
            addresses.length < addressCount
              ? `Copy the first ${formatNumber(addresses.length)} of ${formatNumber(addressCount)} addresses`
              : `Copy ${count(addressCount, 'address', 'addresses')}`
          }
        />
      }
    >
      <Rows members={byHand} total={byHandCount} aside={(one) => weightOf(act, one)} hasAddresses />
    </Group>
  );
}

function WithoutContact({
  audience: { act, withoutContact, withoutContactCount },
}: {
  audience: ContractAudienceView;
}) {
  if (withoutContactCount === 0) return null;
  return (
    <Group
      title={`${count(withoutContactCount, 'consumer')} without a way to tell`}
      text="No endpoint asks, and no address is known here. Add one to each on its page."
    >
      <Rows members={withoutContact} total={withoutContactCount} aside={(one) => weightOf(act, one)} />
    </Group>
  );
}

const weightOf = (act: AnnouncedAct, { breaking, risky, calls }: AudienceMember): string =>
  act === 'publish' ? `${breaking} breaking, ${risky} risky` : count(calls, 'call');

function Addresses({ of: { contactEmail, technicalEmail } }: { of: AudienceMember }) {
  const all = [...new Set([contactEmail, technicalEmail])].filter((one) => one !== null);
  return all.map((address, index) => (
    <Fragment key={address}>
      {index > 0 && ', '}
      <Anchor href={`mailto:${address}`} size="sm" underline="always">
        {address}
      </Anchor>
    </Fragment>
  ));
}

function Group({
  title,
  text,
  actions,
  children,
}: {
  title: string;
  text: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.group} aria-labelledby={id}>
      <div className={classes.head}>
        <Text id={id} fw={600}>
          {title}
        </Text>
        {actions}
      </div>
      <Text c="dimmed" size="sm" mt={2}>
        <CodeText text={text} />
      </Text>
      {children}
    </section>
  );
}

function Rows({
  members,
  total,
  aside,
  hasAddresses = false,
}: {
  members: AudienceMember[];
  total: number;
  aside: (member: AudienceMember) => string;
  hasAddresses?: boolean;
}) {
  return (
    <ul className={classes.rows}>
      {members.map((one) => (
        <li key={one.consumerId} className={classes.row}>
          <span className={classes.name}>
            <TextLink to="/consumers/$id" params={{ id: one.consumerId }}>
              {one.name}
            </TextLink>
          </span>
          <span className={classes.aside}>
            {aside(one)}
            {hasAddresses && (
              <>
                , <Addresses of={one} />
              </>
            )}
          </span>
        </li>
      ))}
      {total > members.length && (
        <li className={classes.row}>and {formatNumber(total - members.length)} more, under Impact</li>
      )}
    </ul>
  );
}

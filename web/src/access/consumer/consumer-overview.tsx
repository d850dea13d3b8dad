import { Skeleton } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import type { ConsumerFigures } from '@parley/shared/overview/consumer-figures';
import { LastChange } from '../../nouns/audit/last-change.tsx';
import { CalledVersions } from '../../nouns/consumer/called-versions.tsx';
import { ConcernList } from '../../nouns/consumer/concern-list.tsx';
import { concernsOf } from '../../nouns/consumer/consumer-concerns.ts';
import { ConsumerNotices } from '../../nouns/consumer/consumer-notices.tsx';
import { ConsumerRequirement } from '../../nouns/consumer/consumer-requirement.tsx';
import { kindLabels } from '../../nouns/consumer/consumer-kinds.ts';
import { RefusedCalls } from '../../nouns/consumer/refused-calls.tsx';
import { useConsumerFigures } from '../../nouns/consumer/use-consumer-figures.ts';
import { CallsByDay } from '../../nouns/usage/calls-by-day.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { Id } from '../../ui/text/id.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { MailLink } from '../../ui/text/mail-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ConsumerWays } from './consumer-ways.tsx';

/** How a consumer does: what wants somebody, what it calls, what it was told; beside it what it is and the ways on. */
export function ConsumerOverview({ consumer }: { consumer: ConsumerView }) {
  const { data: figures, error } = useConsumerFigures(consumer.id);
  return (
    <Beside
      aside={
        <>
          <Section title="About">
            <About consumer={consumer} />
          </Section>
          <Section title="Look closer">
            <ConsumerWays id={consumer.id} />
          </Section>
          <Section title="What it declared">
            <ConsumerRequirement id={consumer.id} figures={figures} />
          </Section>
        </>
      }
    >
      <ProblemAlert error={error} />
      {figures ? <Course id={consumer.id} figures={figures} /> : !error && <Skeleton h={640} radius="lg" />}
    </Beside>
  );
}

function Course({ id, figures }: { id: string; figures: ConsumerFigures }) {
  const { environment, days, countedSince, notices } = figures;
  return (
    <>
      <Section title={`What wants attention in ${environment}`}>
        <ConcernList
          concerns={concernsOf(figures, id)}
          well={`Nothing in ${environment}: what it calls is answered, and what it is sent arrives.`}
        />
      </Section>
      <RefusedCalls id={id} environment={environment} />
      <CallsByDay
        title={`Calls by day in ${environment}`}
        days={days}
        countedSince={countedSince}
        empty="No calls in 30 days. They show here within seconds."
      />
      <CalledVersions figures={figures} />
      {notices && (
        <Section flush title="What it was told">
          <ConsumerNotices notices={notices} />
        </Section>
      )}
    </>
  );
}

function About({ consumer }: { consumer: ConsumerView }) {
  const { contactEmail, technicalEmail } = consumer;
  return (
    <KeyValue
      facts={[
        ['Contact', contactEmail && <MailLink key="contact" address={contactEmail} />],
        ['Technical contact', technicalEmail && <MailLink key="technical" address={technicalEmail} />],
        ['Kind', kindLabels[consumer.kind]],
        ['Id', <Id key="id" value={consumer.id} what="consumer id" />],
        ['Registered', <Time key="registered" at={consumer.createdAt} />],
        ['Last change', <LastChange key="changed" id={consumer.id} at={consumer.updatedAt} />],
      ]}
    />
  );
}

import { Skeleton } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { CalledVersions } from '../../nouns/consumer/called-versions.tsx';
import { ConcernList } from '../../nouns/consumer/concern-list.tsx';
import { concernsOf } from '../../nouns/consumer/consumer-concerns.ts';
import { ConsumerNotices } from '../../nouns/consumer/consumer-notices.tsx';
import { ConsumerRequirement } from '../../nouns/consumer/consumer-requirement.tsx';
import { kindLabels } from '../../nouns/consumer/consumer-kinds.ts';
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
  const environment = useEnvironment();
  const { data: figures, error } = useConsumerFigures(consumer.id);
  const mayReadContracts = useMay('contracts:read');
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
      <Section title={`What wants attention in ${environment}`}>
        {figures ? (
          <ConcernList
            concerns={concernsOf(figures, consumer.id)}
            well={`Nothing in ${environment}: what it calls is answered, and what it is sent arrives.`}
          />
        ) : (
          <Skeleton h={36} />
        )}
      </Section>
      {figures ? (
        <>
          <CallsByDay
            title={`Calls by day in ${environment}`}
            days={figures.days}
            countedSince={figures.countedSince}
            empty="No calls in 30 days. They show here within seconds."
          />
          <CalledVersions figures={figures} />
        </>
      ) : (
        !error && <Skeleton h={420} mb="md" radius="lg" />
      )}
      {mayReadContracts && (
        <Section flush title="What it was told">
          {figures?.notices ? <ConsumerNotices notices={figures.notices} /> : <Skeleton h={80} m="md" />}
        </Section>
      )}
    </Beside>
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
        ['Changed', <Time key="changed" at={consumer.updatedAt} />],
      ]}
    />
  );
}

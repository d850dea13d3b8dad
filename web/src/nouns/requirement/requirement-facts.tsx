import { List } from '@mantine/core';
import type { RequirementView } from '@parley/shared/access/requirement';
import type { ReactNode } from 'react';
import { formatNumber } from '../../lib/text/count.ts';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { MailLink } from '../../ui/text/mail-link.tsx';
import { kindLabels } from '../consumer/consumer-kinds.ts';
import { credentialWords, dataClassWords } from './requirement-words.ts';

/** What a requirement says, as it is read. */
export function RequirementFacts({ requirement }: { requirement: RequirementView }) {
  const { purpose, kind, operations, eventTypes, callsPerDay, callsPerSecond, networks } = requirement;
  return (
    <KeyValue
      facts={[
        ['Purpose', purpose === '' ? 'Not said' : purpose],
        ['Kind', kind ? kindLabels[kind] : 'Not said'],
        ['Owner', <Person key="o" name={requirement.contactName} email={requirement.contactEmail} />],
        [
          'Technical contact',
          <Person key="t" name={requirement.technicalName} email={requirement.technicalEmail} />,
        ],
        ['Operations', <Codes key="p" codes={operations.map((one) => `${one.api} ${one.operation}`)} />],
        ['Event types', <Codes key="e" codes={eventTypes} />],
        ['Calls per day', callsPerDay === null ? 'Not said' : formatNumber(callsPerDay)],
        ['Busiest second', callsPerSecond === null ? 'Not said' : formatNumber(callsPerSecond)],
        ['Data', requirement.dataClass ? dataClassWords[requirement.dataClass] : 'Not said'],
        ['Credential', requirement.credentialType ? credentialWords[requirement.credentialType] : 'Not said'],
        ['Networks', networks.length === 0 ? 'Anywhere' : <Codes key="n" codes={networks} />],
        ['Go live', requirement.goLiveOn ?? 'Not said'],
      ]}
    />
  );
}

function Person({ name, email }: { name: string | null; email: string | null }): ReactNode {
  if (!name && !email) return 'Not said';
  return (
    <>
      {name} {email && <MailLink address={email} />}
    </>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return 'None';
  return (
    <List listStyleType="none" size="sm">
      {codes.map((code) => (
        <List.Item key={code}>
          <code>{code}</code>
        </List.Item>
      ))}
    </List>
  );
}

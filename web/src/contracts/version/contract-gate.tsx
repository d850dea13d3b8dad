import { Text } from '@mantine/core';
import type { ContractVersionDetail, GateView } from '@parley/shared/contracts/contract';
import type { ReactNode } from 'react';
import { count } from '../../lib/text/count.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import classes from './contract-gate.module.css';

type Reason = GateView['reasons'][number];

/** Whether a version may be published, and for each reason why not, what to do about it. */
export function ContractGate({ version }: { version: ContractVersionDetail }) {
  const { isOpen, reasons } = version.gate;
  const { shown, ...rest } = useGrowing(reasons, 20);
  return (
    <Section title="Gate" actions={<StatusBadge status={isOpen ? 'open' : 'closed'} />}>
      {isOpen ? (
        <Text>It may be published: nothing breaks that nobody answers for, and its lint is at the bar.</Text>
      ) : (
        <>
          <Text>{count(reasons.length, 'reason')} to settle before it can be published.</Text>
          <ul className={classes.reasons}>
            {shown.map((reason) => (
              <li key={`${reason.code} ${reason.fingerprint}`} className={classes.reason}>
                <Text>
                  <CodeText text={reason.text} />
                </Text>
                <Text c="dimmed" mt={2}>
                  <WhatToDo reason={reason} version={version} />
                </Text>
              </li>
            ))}
          </ul>
          <GrowButton {...rest} />
        </>
      )}
    </Section>
  );
}

function WhatToDo({ reason, version }: { reason: Reason; version: ContractVersionDetail }): ReactNode {
  const mayPublish = useMay('contracts:publish');
  const params = { slug: version.api, id: version.id };
  if (reason.code === 'lint_below_bar')
    return (
      <>
        Correct{' '}
        <TextLink to="/apis/$slug/versions/$id/lint" params={params}>
          what the lint found
        </TextLink>{' '}
        in another upload, or lower the bar in{' '}
        <TextLink to="/apis/$slug/rules" params={{ slug: version.api }}>
          the rules
        </TextLink>
        .
      </>
    );
  if (reason.code === 'sunset_too_early')
    return 'Give the days of grace that the rules ask for, in another upload.';
  const search = { accept: mayPublish ? (reason.fingerprint ?? undefined) : undefined };
  return (
    <>
      <TextLink to="/apis/$slug/versions/$id/changes" params={params} search={search}>
        {reason.code === 'acceptance_expired' ? 'Accept it again' : 'Accept it'}
      </TextLink>{' '}
      with a reason, or upload a version without it.
    </>
  );
}

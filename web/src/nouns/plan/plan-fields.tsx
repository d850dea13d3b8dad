import { SimpleGrid, Stack, Switch, Text, Textarea } from '@mantine/core';
import type { PlanEnvironment } from '@parley/shared/access/plan';
import type { PlanBody } from '@parley/shared/access/plan-proposal';
import { scopes, staffOnlyScopes } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import { useState } from 'react';
import { EnvironmentBadge } from '../../ui/text/environment-badge.tsx';
import { ScopePicker } from '../scope/scope-picker.tsx';
import classes from './plan-fields.module.css';
import { LimitFields } from './limit-fields.tsx';
import { PlanEventTypes } from './plan-event-types.tsx';

const grantable = scopes.filter((scope) => !staffOnlyScopes.includes(scope));
const nothing: PlanEnvironment = { scopes: [], limits: [], networks: [] };

/** A plan to be edited: scopes, limits, networks and event types of each environment. */
export function PlanFields({ plan, onChange }: { plan: PlanBody; onChange: (plan: PlanBody) => void }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      {(['live', 'test'] as const).map((environment) => (
        <EnvironmentFields
          key={environment}
          environment={environment}
          allowed={plan[environment]}
          onChange={(allowed) => {
            const { [environment]: _before, ...rest } = plan;
            onChange(allowed ? { ...rest, [environment]: allowed } : rest);
          }}
        />
      ))}
    </SimpleGrid>
  );
}

function EnvironmentFields({
  environment,
  allowed,
  onChange,
}: {
  environment: Environment;
  allowed: PlanEnvironment | undefined;
  onChange: (allowed: PlanEnvironment | undefined) => void;
}) {
  const change = (part: Partial<PlanEnvironment>) => onChange({ ...(allowed ?? nothing), ...part });
  return (
    <fieldset className={classes.plain} aria-label={`Plan in ${environment}`}>
      <Stack gap="md">
        <EnvironmentBadge environment={environment} />
        <Switch
          label={`May call ${environment}`}
          checked={allowed !== undefined}
          onChange={(event) => onChange(event.currentTarget.checked ? nothing : undefined)}
        />
        {allowed ? (
          <>
            <ScopePicker
              grantable={grantable}
              value={allowed.scopes}
              onChange={(chosen) => change({ scopes: chosen })}
            />
            <LimitFields limits={allowed.limits} onChange={(limits) => change({ limits })} />
            <NetworkLines networks={allowed.networks} onChange={(networks) => change({ networks })} />
            <PlanEventTypes
              environment={environment}
              value={allowed.eventTypes}
              onChange={(eventTypes) => {
                const { eventTypes: _before, ...rest } = allowed;
                onChange(eventTypes ? { ...rest, eventTypes } : rest);
              }}
            />
          </>
        ) : (
          <Text c="dimmed">All of its credentials are refused here.</Text>
        )}
      </Stack>
    </fieldset>
  );
}

function NetworkLines({
  networks,
  onChange,
}: {
  networks: readonly string[];
  onChange: (networks: string[]) => void;
}) {
  const [typed, setTyped] = useState(networks.join('\n'));
  return (
    <Textarea
      label="Networks"
      description="One a line; empty for anywhere."
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      value={typed}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(
          text
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        );
      }}
    />
  );
}

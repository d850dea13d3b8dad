import { Button, Checkbox, Group, Input, Text } from '@mantine/core';
import { scopeDescriptions, type Scope } from '@parley/shared/scope';
import { useId, type ReactNode } from 'react';
import { groupScopes, presets, type ScopeGroup } from './scope-groups.ts';
import classes from './scope-picker.module.css';

/** Chooses scopes one by one, or by a preset as a start. Offers `grantable` only. */
export function ScopePicker({
  grantable,
  value,
  onChange,
  error,
}: {
  grantable: readonly Scope[];
  value: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  error?: ReactNode;
}) {
  const id = useId();
  const choose = (wanted: readonly Scope[]) => onChange(grantable.filter((scope) => wanted.includes(scope)));
  return (
    <fieldset className={classes.fieldset} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={classes.legend}>
        <Input.Label labelElement="div" size="xs" required>
          Scopes
        </Input.Label>
      </legend>
      <Presets amount={value.length} onChoose={choose} />
      <div className={error ? `${classes.scroller} ${classes.invalid}` : classes.scroller}>
        {groupScopes(grantable).map((group) => (
          <Scopes
            key={group.label}
            group={group}
            value={value}
            onToggle={(scope, isChosen) =>
              choose(isChosen ? [...value, scope] : value.filter((held) => held !== scope))
            }
          />
        ))}
      </div>
      {error && (
        <Input.Error id={`${id}-error`} mt={5}>
          {error}
        </Input.Error>
      )}
    </fieldset>
  );
}

function Presets({ amount, onChoose }: { amount: number; onChoose: (scopes: readonly Scope[]) => void }) {
  return (
    <Group gap={6} mb={8} justify="space-between">
      <Group gap={6}>
        {presets.map((preset) => (
          <Button
            key={preset.label}
            type="button"
            size="compact-xs"
            variant="default"
            onClick={() => onChoose(preset.scopes)}
          >
            {preset.label}
          </Button>
        ))}
        {amount > 0 && (
          <Button type="button" size="compact-xs" variant="subtle" color="gray" onClick={() => onChoose([])}>
            None
          </Button>
        )}
      </Group>
      <Text component="output" size="xs" c="dimmed">
        {amount} chosen
      </Text>
    </Group>
  );
}

function Scopes({
  group,
  value,
  onToggle,
}: {
  group: ScopeGroup;
  value: readonly Scope[];
  onToggle: (scope: Scope, isChosen: boolean) => void;
}) {
  const id = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset inside the fieldset would be announced twice
    <div role="group" aria-labelledby={id} className={classes.group}>
      <p id={id} className={classes.groupLabel}>
        {group.label}
      </p>
      {group.scopes.map((scope) => (
        <Checkbox
          key={scope}
          label={<code>{scope}</code>}
          description={scopeDescriptions[scope]}
          checked={value.includes(scope)}
          onChange={(event) => onToggle(scope, event.currentTarget.checked)}
        />
      ))}
    </div>
  );
}

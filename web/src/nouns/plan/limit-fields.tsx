import { Button, CloseButton, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { type Limit, LimitPer } from '@parley/shared/access/limit';
import { IconPlus } from '@tabler/icons-react';
import classes from './plan-fields.module.css';

const perOptions = LimitPer.options.map((value) => ({ value, label: `a ${value}` }));

/** The limits of one environment of a plan, each with its calls and its time. */
export function LimitFields({
  limits,
  onChange,
}: {
  limits: readonly Limit[];
  onChange: (limits: Limit[]) => void;
}) {
  const replace = (index: number, change: Partial<Limit>) =>
    onChange(limits.map((limit, at) => (at === index ? { ...limit, ...change } : limit)));
  const unused = LimitPer.options.find((per) => !limits.some((one) => one.per === per && !one.operations));
  return (
    <fieldset className={classes.plain}>
      <Text size="sm" fw={500} component="legend" p={0} mb={6}>
        Limits
      </Text>
      <Stack gap="xs">
        {limits.length === 0 && (
          <Text size="sm" c="dimmed">
            None: it may call as often as it likes.
          </Text>
        )}
        {limits.map((limit, index) => (
          <LimitRow
            // Two limits of one time and the same operations are refused, so this names one.
            key={`${limit.per} ${limit.operations?.join(' ') ?? ''}`}
            limit={limit}
            onChange={(change) => replace(index, change)}
            onRemove={() => onChange(limits.filter((_, at) => at !== index))}
          />
        ))}
        {unused && (
          <Group>
            <Button
              type="button"
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => onChange([...limits, { calls: 1000, per: unused }])}
            >
              Add a limit
            </Button>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}

function LimitRow({
  limit,
  onChange,
  onRemove,
}: {
  limit: Limit;
  onChange: (change: Partial<Limit>) => void;
  onRemove: () => void;
}) {
  const words = `a ${limit.per}${limit.operations ? ` of ${limit.operations.join(', ')}` : ''}`;
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          aria-label={`Calls ${words}`}
          min={1}
          max={1_000_000_000}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          hideControls
          value={limit.calls}
          onChange={(calls) => {
            if (typeof calls === 'number' && calls >= 1) onChange({ calls });
          }}
        />
        <Select
          aria-label={`Time of the limit of ${limit.calls} calls`}
          data={perOptions}
          allowDeselect={false}
          value={limit.per}
          onChange={(per) => onChange({ per: LimitPer.parse(per) })}
        />
        <CloseButton aria-label={`Remove the limit of ${limit.calls} ${words}`} onClick={onRemove} />
      </Group>
      {limit.operations && (
        <Text size="sm" c="dimmed">
          Of {limit.operations.join(', ')}
        </Text>
      )}
    </div>
  );
}

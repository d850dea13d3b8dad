import { Input, SegmentedControl } from '@mantine/core';
import { Environment } from '@parley/shared/words/environment';

/** The field of a form that takes the environment of `what`: “key”, “endpoint”. */
export function EnvironmentField({
  what,
  value,
  onChange,
}: {
  what: string;
  value: Environment;
  onChange: (environment: Environment) => void;
}) {
  return (
    <Input.Wrapper size="xs" label="Environment" labelElement="div">
      <div>
        <SegmentedControl
          aria-label={`Environment of the ${what}`}
          value={value}
          onChange={(chosen) => onChange(Environment.parse(chosen))}
          data={[
            { value: 'live', label: 'Live' },
            { value: 'test', label: 'Test' },
          ]}
        />
      </div>
    </Input.Wrapper>
  );
}

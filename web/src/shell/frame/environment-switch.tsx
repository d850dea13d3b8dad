import { SegmentedControl } from '@mantine/core';
import { Environment } from '@parley/shared/words/environment';
import classes from './frame.module.css';
import { useEnvironment, useSwitchEnvironment } from '../../lib/address/use-environment.ts';

/** Live or test: everything below shows one of the two worlds. */
export function EnvironmentSwitch() {
  const environment = useEnvironment();
  const switchTo = useSwitchEnvironment();
  return (
    <SegmentedControl
      aria-label="Environment"
      className={classes.environment ?? ''}
      data-environment={environment}
      value={environment}
      onChange={(value) => switchTo(Environment.parse(value))}
      data={[
        { value: 'live', label: 'Live' },
        { value: 'test', label: 'Test' },
      ]}
    />
  );
}

import { Input, SegmentedControl, Select, Stack } from '@mantine/core';
import { Clock } from '@parley/shared/administration/account';
import { useMemo } from 'react';
import { useSession } from '../../lib/session/session-context.ts';
import { useTimeFormat } from '../../lib/time/shown-times.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { zoneOfBrowser } from '../../lib/time/time-format.ts';
import { zoneNames } from '../../lib/time/zone-names.ts';
import { ColorSchemeSwitch } from '../../ui/form/color-scheme-switch.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useUpdateAccount } from './use-update-account.ts';

/** The zone, clock and colours in which one reads the console. */
export function AccountDisplay() {
  const { display } = useSession();
  const update = useUpdateAccount();
  const zones = useMemo(() => zoneOptions(display.timeZone), [display.timeZone]);
  const format = useTimeFormat();
  const now = useNow();
  return (
    <Section title="Display">
      <ProblemAlert error={update.error} />
      <Stack gap="md" maw={420}>
        <Select
          label="Time zone"
          description={`Every time in the console and every field for one. Now it is ${format.full(now)}.`}
          data={zones}
          value={display.timeZone ?? ''}
          searchable
          limit={100}
          nothingFoundMessage="No zone is called so."
          onChange={(zone) => update.mutate({ timeZone: zone === '' ? null : zone })}
        />
        <Input.Wrapper label="Clock" labelElement="div" size="xs">
          <SegmentedControl
            mt={4}
            fullWidth
            aria-label="Clock"
            value={display.clock}
            onChange={(clock) => update.mutate({ clock: Clock.parse(clock) })}
            data={[
              { value: 'h24', label: '17:05' },
              { value: 'h12', label: '5:05 pm' },
            ]}
          />
        </Input.Wrapper>
        <Input.Wrapper
          label="Colours"
          labelElement="div"
          description="Kept in this browser alone: a screen by day and one at night may differ."
          size="xs"
        >
          <div style={{ marginTop: 6 }}>
            <ColorSchemeSwitch />
          </div>
        </Input.Wrapper>
      </Stack>
    </Section>
  );
}

function zoneOptions(chosen: string | null) {
  return [
    { value: '', label: `As this browser (${zoneOfBrowser()})` },
    ...zoneNames(chosen).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
  ];
}

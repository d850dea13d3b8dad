import { Group, SegmentedControl, TextInput } from '@mantine/core';
import { usualRange } from '../../lib/time/chart-span.ts';
import { instantOf, localOf } from '../../lib/time/local-time.ts';
import { Range, rangeLabels, type Span } from '../../lib/time/span.ts';

/**
 * Of which time a page shows its numbers and charts: a range that ends now, or between two instants. What dragging over
 * a chart does can be done here without a mouse.
 */
export function RangeControl({ span, onChange }: { span: Span; onChange: (span: Required<Span>) => void }) {
  const isBetween = span.range === undefined && span.since !== undefined;
  const choose = (choice: string) => {
    const range = Range.options.find((one) => one === choice);
    const now = Date.now();
    onChange(
      range
        ? { range: range === usualRange ? undefined : range, since: undefined, until: undefined }
        : {
            range: undefined,
            since: new Date(now - 6 * 3_600_000).toISOString(),
            until: new Date(now).toISOString(),
          },
    );
  };
  return (
    <Group gap="xs" mb="md" justify="flex-end">
      {isBetween && (
        <>
          <Instant
            label="From"
            at={span.since}
            onChange={(since) => since && onChange({ range: undefined, since, until: span.until })}
          />
          <Instant
            label="To"
            at={span.until}
            onChange={(until) => onChange({ range: undefined, since: span.since, until })}
          />
        </>
      )}
      <SegmentedControl
        aria-label="Time"
        value={isBetween ? 'between' : (span.range ?? usualRange)}
        onChange={choose}
        data={[
          ...Range.options.map((value) => ({ value, label: <RangeLabel range={value} /> })),
          { value: 'between', label: 'Between…' },
        ]}
      />
    </Group>
  );
}

/** Short to look at, in full for those who hear it. */
function RangeLabel({ range }: { range: Range }) {
  return <span title={rangeLabels[range]}>{range}</span>;
}

function Instant({
  label,
  at,
  onChange,
}: {
  label: string;
  at: string | undefined;
  onChange: (at: string | undefined) => void;
}) {
  return (
    <TextInput
      // A zoom into the chart changes what stands here.
      key={at}
      type="datetime-local"
      aria-label={label}
      leftSection={<span aria-hidden>{label}</span>}
      leftSectionWidth={46}
      w={230}
      defaultValue={localOf(at)}
      onBlur={(event) => {
        const next = instantOf(event.currentTarget.value);
        if (next !== instantOf(localOf(at))) onChange(next);
      }}
    />
  );
}

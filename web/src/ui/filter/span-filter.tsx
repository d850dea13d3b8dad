import { Select, TextInput } from '@mantine/core';
import { dayMs } from '@parley/shared/words/time';
import { instantOf, localOf } from '../../lib/time/local-time.ts';
import { Range, rangeLabels, type Span } from '../../lib/time/span.ts';

const options = [
  { value: '', label: 'Time: any' },
  ...Range.options.map((value) => ({ value, label: rangeLabels[value] })),
  { value: 'custom', label: 'Between…' },
];

/** Filters by time: a range that ends now, or two instants in the reader's own time zone. */
export function SpanFilter({ span, onChange }: { span: Span; onChange: (span: Required<Span>) => void }) {
  const isCustom = !span.range && Boolean(span.since ?? span.until);
  const choose = (choice: string) => {
    const isBetween = choice === 'custom';
    onChange({
      range: Range.options.find((range) => range === choice),
      since: isBetween ? new Date(Date.now() - dayMs).toISOString() : undefined,
      until: undefined,
    });
  };
  return (
    <>
      <Select
        aria-label="Time"
        w={150}
        data={options}
        value={isCustom ? 'custom' : (span.range ?? '')}
        onChange={(choice) => choose(choice ?? '')}
      />
      {isCustom && (
        <>
          <Instant
            label="From"
            at={span.since}
            onChange={(since) => onChange({ range: undefined, since, until: span.until })}
          />
          <Instant
            label="To"
            at={span.until}
            onChange={(until) => onChange({ range: undefined, since: span.since, until })}
          />
        </>
      )}
    </>
  );
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
      type="datetime-local"
      aria-label={label}
      leftSection={<span aria-hidden>{label}</span>}
      leftSectionWidth={46}
      w={240}
      defaultValue={localOf(at)}
      onChange={(event) => onChange(instantOf(event.currentTarget.value))}
    />
  );
}

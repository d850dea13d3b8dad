import { Select } from '@mantine/core';

/** Filters by one of a few words. `undefined` means all, and is the first option. */
export function SelectFilter<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value | undefined;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value | undefined) => void;
}) {
  return (
    <Select
      aria-label={label}
      w={170}
      data={[{ value: '', label: `${label}: all` }, ...options]}
      value={value ?? ''}
      onChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value)}
    />
  );
}

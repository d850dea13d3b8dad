import { Select } from '@mantine/core';
import { useContractVersions } from './use-contract-versions.ts';

/** Chooses what a contract version is compared with. `undefined` means what was published before it. */
export function BaseVersionFilter({
  slug,
  id,
  value,
  onChange,
}: {
  slug: string;
  /** The version that is compared. */
  id: string;
  value: string | undefined;
  onChange: (from: string | undefined) => void;
}) {
  const versions = useContractVersions(slug) ?? [];
  const options = versions
    .filter((version) => version.id !== id)
    .map((version) => ({
      value: version.id,
      label: `Compared with ${version.version} (upload ${version.number}, ${version.status})`,
    }));
  return (
    <Select
      aria-label="Compared with"
      w={{ base: '100%', xs: 300 }}
      searchable={options.length > 12}
      data={[{ value: '', label: 'Compared with what was published before' }, ...options]}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen || undefined)}
    />
  );
}

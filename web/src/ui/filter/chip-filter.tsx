import classes from './chip-filter.module.css';
import { formatNumber } from '../../lib/text/count.ts';

/** One of the things that a chip filters for, and how many rows that are; without a number nobody has counted. */
export interface Chip {
  value: string;
  label: string;
  count?: number | undefined;
}

/** Filters by one press, for what people ask most. The pressed one is let go by a second press. `label` names them together. */
export function ChipFilter({
  label,
  value,
  chips,
  onChange,
}: {
  label: string;
  value: string | undefined;
  chips: readonly Chip[];
  onChange: (value: string | undefined) => void;
}) {
  return (
    <fieldset className={classes.chips} aria-label={label}>
      {chips.map((chip) => (
        <button
          key={chip.value}
          type="button"
          className={classes.chip}
          aria-pressed={chip.value === value}
          onClick={() => onChange(chip.value === value ? undefined : chip.value)}
        >
          {chip.label}
          {chip.count !== undefined && <b>{formatNumber(chip.count)}</b>}
        </button>
      ))}
    </fieldset>
  );
}

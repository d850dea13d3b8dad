import { Button } from '@mantine/core';
import { formatNumber } from '../../lib/text/count.ts';

/** Shows more of a long list that is at hand. Nothing when all of it is shown. */
export function GrowButton({ hiddenCount, grow }: { hiddenCount: number; grow: () => void }) {
  if (hiddenCount === 0) return null;
  return (
    <Button type="button" variant="default" mt="sm" onClick={grow}>
      Show more ({formatNumber(hiddenCount)} left)
    </Button>
  );
}

import { Button } from '@mantine/core';
import { openPalette } from '../../lib/shortcut/palette-opening.ts';
import { EmptyState } from './empty-state.tsx';
import { WholeListButton } from './whole-list-button.tsx';

/**
 * A list whose filters find nothing, and the way back to all of it. `one` is what a row is: “delivery”. `words` are those of a
 * filter that finds exact values only: they may be found elsewhere.
 */
export function NoMatch({ one, words }: { one: string; words?: string | undefined }) {
  return (
    <EmptyState
      title={`No ${one} matches`}
      text="Nothing fits all of the filters above."
      actions={
        <>
          {words && (
            <Button type="button" onClick={() => openPalette(words)}>
              Search everything for “{words}”
            </Button>
          )}
          <WholeListButton>Clear all filters</WholeListButton>
        </>
      }
    />
  );
}

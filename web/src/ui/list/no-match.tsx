import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { openPalette } from '../../lib/shortcut/palette-opening.ts';
import { EmptyState } from './empty-state.tsx';

const kept = ['env', 'columns', 'order', 'sort'];

/**
 * A list whose filters find nothing, and the way back to all of it. `one` is what a row is: “delivery”. `words` are those of a
 * filter that finds exact values only: they may be found elsewhere.
 */
export function NoMatch({ one, words }: { one: string; words?: string | undefined }) {
  const navigate = useNavigate();
  const clear = () =>
    void navigate({
      to: '.',
      search: (search: object) =>
        Object.fromEntries(Object.entries(search).filter(([name]) => kept.includes(name))),
      resetScroll: false,
    });
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
          <Button type="button" variant="default" onClick={clear}>
            Clear all filters
          </Button>
        </>
      }
    />
  );
}

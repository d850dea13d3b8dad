import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EmptyState } from './empty-state.tsx';

const kept = ['env', 'columns', 'order', 'sort'];

/** A list whose filters find nothing, and the way back to all of it. `one` is what a row is: “delivery”. */
export function NoMatch({ one }: { one: string }) {
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
        <Button type="button" variant="default" onClick={clear}>
          Clear all filters
        </Button>
      }
    />
  );
}

import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';

const kept = ['env', 'columns', 'order', 'sort'];

/** The way back from a part of a list to all of it, from the first page on. */
export function WholeListButton({ children }: { children: string }) {
  const navigate = useNavigate();
  const show = () =>
    void navigate({
      to: '.',
      search: (search: object) =>
        Object.fromEntries(Object.entries(search).filter(([name]) => kept.includes(name))),
      resetScroll: false,
    });
  return (
    <Button type="button" variant="default" onClick={show}>
      {children}
    </Button>
  );
}

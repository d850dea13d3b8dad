import { Spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommands, type Command } from './use-commands.ts';

const idShape = /^(?:evt|dlv|att|ep|con|key|aud|rcv|stf|req)_\S+$/;

/** Ctrl K or ⌘K: go to a page, do something, or open whatever an id belongs to. */
export function CommandPalette({ onChangePassword }: { onChangePassword: () => void }) {
  const [query, setQuery] = useState('');
  const navigate = useNavigate();
  const { pages, actions } = useCommands(onChangePassword);
  const wanted = query.trim();
  const matches = ({ label }: Command) => label.toLowerCase().includes(wanted.toLowerCase());
  const open = wanted && {
    label: `Open ${wanted}`,
    icon: IconArrowRight,
    run: () => void navigate({ to: '/inspect/$id', params: { id: wanted } }),
  };
  const isId = idShape.test(wanted);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={380}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 80, transition: 'fade' }}
    >
      <Spotlight.Search
        placeholder="Go to a page, do something, or paste an id"
        aria-label="Go to a page, do something, or paste an id"
        leftSection={<IconSearch size={16} />}
      />
      <Spotlight.ActionsList>
        {open && isId && <Commands label="Id" commands={[open]} />}
        <Commands label="Pages" commands={pages.filter(matches)} />
        <Commands label="Actions" commands={actions.filter(matches)} />
        {open && !isId && <Commands label="Id or name" commands={[open]} />}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Commands({ label, commands }: { label: string; commands: readonly Command[] }) {
  if (commands.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {commands.map(({ label: name, icon: CommandIcon, run }) => (
        <Spotlight.Action
          key={name}
          label={name}
          leftSection={<CommandIcon size={16} stroke={1.7} />}
          onClick={run}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

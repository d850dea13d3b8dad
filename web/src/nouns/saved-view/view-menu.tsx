import { Button, Menu } from '@mantine/core';
import type { SavedView, ViewedList } from '@parley/shared/administration/saved-view';
import { IconBookmark } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { NameViewDialog } from './name-view-dialog.tsx';
import { useViewActs } from './use-view-acts.ts';

type Dialog = 'save' | 'rename' | 'remove';

/** What can be done with the view that is open, and with what the list shows now. `search` is what a view would keep. */
export function ViewMenu(props: { list: ViewedList; open: SavedView | undefined; search: string }) {
  const { open, search } = props;
  const acts = useViewActs(props);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const isChanged = open !== undefined && open.search !== search;
  return (
    <>
      <Menu position="bottom-end" width={260} returnFocus withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button
            type="button"
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconBookmark size={14} />}
          >
            {isChanged ? 'View, changed' : 'View'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDialog('save')}>Save as a new view…</Menu.Item>
          {open && <ItemsOfOpen {...{ open, isChanged, acts, setDialog }} />}
        </Menu.Dropdown>
      </Menu>
      <NameViewDialog
        key={dialog}
        opened={dialog === 'save' || dialog === 'rename'}
        title={dialog === 'rename' ? 'Rename or share the view' : 'Save what you see as a view'}
        initial={dialog === 'rename' && open ? open : { name: '', isShared: false }}
        onClose={close}
        onSend={dialog === 'rename' ? acts.rename : acts.save}
      />
      {open && (
        <ConfirmDialog
          opened={dialog === 'remove'}
          environment={null}
          title={`Delete the view “${open.name}”?`}
          facts={open.isShared ? sharedFacts : ownFacts}
          confirmLabel="Delete the view"
          onClose={close}
          onConfirm={acts.remove}
        />
      )}
    </>
  );
}

const sharedFacts = 'It is shared: it goes for everybody, and lists that open with it open without one.';
const ownFacts = 'Only you see it. What it shows stays as it is.';

function ItemsOfOpen({
  open,
  isChanged,
  acts,
  setDialog,
}: {
  open: SavedView;
  isChanged: boolean;
  acts: ReturnType<typeof useViewActs>;
  setDialog: (dialog: Dialog) => void;
}) {
  return (
    <>
      {open.mayChange && (
        <>
          <Menu.Item disabled={!isChanged} onClick={acts.saveChanges}>
            Save the changes to it
          </Menu.Item>
          <Menu.Item onClick={() => setDialog('rename')}>Rename or share…</Menu.Item>
        </>
      )}
      <Menu.Item onClick={acts.toggleDefault}>
        {open.isDefault ? 'Open the list without it' : 'Open the list with it'}
      </Menu.Item>
      {open.mayChange && (
        <Menu.Item c="var(--parley-bad)" onClick={() => setDialog('remove')}>
          Delete the view…
        </Menu.Item>
      )}
    </>
  );
}

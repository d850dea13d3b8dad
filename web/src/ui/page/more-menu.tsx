import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, type Icon } from '@tabler/icons-react';
import { useRef } from 'react';

/** One line of a menu. */
export interface MenuAct {
  label: string;
  icon: Icon;
  run: () => void;
  isDangerous?: boolean;
}

/** The acts that are not wanted often enough for buttons of their own. `label` names the button for readers. */
export function MoreMenu({
  label,
  acts,
  isSubtle = false,
}: {
  label: string;
  acts: readonly MenuAct[];
  isSubtle?: boolean;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const choose = ({ run }: MenuAct) => {
    // A dialog gives the focus back to what had it when it opened, and the item will be gone by then.
    button.current?.focus();
    run();
  };
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" width={200} returnFocus withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          ref={button}
          type="button"
          {...(isSubtle ? { variant: 'subtle', color: 'gray', size: 26 } : { variant: 'default', size: 30 })}
          aria-label={label}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item
            key={act.label}
            leftSection={<act.icon size={14} />}
            {...(act.isDangerous && { c: 'var(--parley-bad)' })}
            onClick={() => choose(act)}
          >
            {act.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

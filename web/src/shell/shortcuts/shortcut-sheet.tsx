import { Modal, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import { type ShortcutScope, shortcutList } from '../../lib/shortcut/shortcuts.ts';
import { useActiveShortcuts } from '../../lib/shortcut/use-shortcut.ts';
import { Keys } from '../../ui/text/keys.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import classes from './shortcut-sheet.module.css';

const scopeTitles: Record<ShortcutScope, string> = {
  everywhere: 'Everywhere',
  go: 'Go to',
  list: 'In lists',
  object: 'On the page of an object',
};

/** Every shortcut of the registry that works somewhere for this reader, by where it works. Opened by `?`. */
export function ShortcutSheet({
  opened,
  onClose,
  areSingleKeysOn,
}: {
  opened: boolean;
  onClose: () => void;
  areSingleKeysOn: boolean;
}) {
  const active = new Set(useActiveShortcuts().map(({ id }) => id));
  // What leads to a page that the reader may not see works nowhere.
  const shown = shortcutList.filter(({ id, scope }) => scope !== 'go' || active.has(id));
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div className={classes.scopes}>
        {Object.entries(Object.groupBy(shown, ({ scope }) => scope)).map(([scope, list]) => (
          <section key={scope} className={classes.scope}>
            <Title order={3}>{scopeTitles[list[0]?.scope ?? 'everywhere']}</Title>
            <dl className={classes.list}>
              {list.map(({ id, label, keys }) => (
                <div key={id} className={classes.row}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((one, index) => (
                      <Fragment key={one}>
                        {index > 0 && ' or '}
                        <Keys of={id} keys={one} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Text c="dimmed" mt="md">
        {areSingleKeysOn
          ? 'Single keys do nothing while you write. They can be switched off in '
          : 'Single keys are switched off; what is pressed with Ctrl or ⌘ works. They can be switched on in '}
        <TextLink to="/account" onClick={onClose}>
          my account
        </TextLink>
        .
      </Text>
    </Modal>
  );
}

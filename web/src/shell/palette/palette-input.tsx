import { IconSearch } from '@tabler/icons-react';
import { searchLengthMax } from '@parley/shared/words/search-words';
import type { KeyboardEvent, Ref } from 'react';
import classes from './command-palette.module.css';
import type { PaletteField } from './use-palette-field.ts';

const words = 'Search, go to a page, do something';

/** Where one writes. It keeps the focus; the choices below are told by `activeId`. */
export function PaletteInput({
  ref,
  field,
  listId,
  activeId,
  onPress,
  onClose,
}: {
  ref: Ref<HTMLInputElement>;
  field: PaletteField;
  listId: string;
  activeId: string | undefined;
  onPress: (event: KeyboardEvent) => void;
  onClose: () => void;
}) {
  return (
    <div className={classes.field}>
      <IconSearch size={16} aria-hidden />
      <input
        ref={ref}
        className={classes.input}
        role="combobox"
        aria-label={words}
        placeholder={words}
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={activeId}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={searchLengthMax}
        value={field.text}
        onChange={(event) => field.write(event.currentTarget.value)}
        onKeyDown={onPress}
        onPaste={field.paste}
      />
      <button
        type="button"
        className={classes.close}
        onClick={onClose}
        aria-label="Esc: close the command palette"
      >
        Esc
      </button>
    </div>
  );
}

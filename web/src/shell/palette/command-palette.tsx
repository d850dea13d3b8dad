import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState } from 'react';
import classes from './command-palette.module.css';
import { PaletteInput } from './palette-input.tsx';
import type { PaletteKeys } from './palette-list.tsx';
import { PaletteLoading } from './palette-loading.tsx';
import { usePaletteDialog } from './use-palette-dialog.ts';
import { usePaletteField } from './use-palette-field.ts';

const PaletteList = lazy(async () =>
  import('./palette-list.tsx').then(
    ({ PaletteList: list }) => ({ default: list }),
    async () => ({ default: (await import('./palette-failure.tsx')).PaletteFailure }),
  ),
);

/**
 * Ctrl K or ⌘K: finds anything, goes to a page, does something, opens what an id belongs to. The field is here from the start
 * and takes the keys at once; what it finds is loaded when it is first opened.
 */
export function CommandPalette({ onChangePassword }: { onChangePassword: () => void }) {
  const listId = useId();
  const keys = useRef<PaletteKeys>(null);
  const [activeId, setActiveId] = useState<string>();
  const field = usePaletteField();
  const { dialog, input, isOpen, close, forget } = usePaletteDialog({
    onAsked: field.write,
    onClosed: () => field.write(''),
  });
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isEnter = event.key === 'Enter';
    if (isEnter) event.preventDefault();
    const isDone = keys.current?.press(event) ?? false;
    if (isEnter && !isDone) field.ask(event.metaKey || event.ctrlKey ? 'open in a new tab' : 'open');
  };
  return (
    <dialog ref={dialog} className={classes.dialog} aria-label="Command palette" onClose={forget}>
      <PaletteInput
        ref={input}
        field={field}
        listId={listId}
        activeId={activeId}
        onPress={press}
        onClose={close}
      />
      {field.wasSecret && (
        <output className={classes.notice}>
          That was a secret. It was taken out: an API key is found by its last four letters.
        </output>
      )}
      {isOpen && (
        <Suspense fallback={<PaletteLoading id={listId} />}>
          <PaletteList
            ref={keys}
            id={listId}
            field={field}
            onDone={close}
            onActive={setActiveId}
            onChangePassword={onChangePassword}
          />
        </Suspense>
      )}
    </dialog>
  );
}

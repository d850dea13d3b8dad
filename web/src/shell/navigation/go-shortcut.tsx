import { useNavigate } from '@tanstack/react-router';
import { useShortcut } from '../../lib/shortcut/use-shortcut.ts';
import type { ShortcutId } from '../../lib/shortcut/shortcuts.ts';

/** Goes to a room by its keys, for as long as the reader may enter it. */
export function GoShortcut({ of, to }: { of: ShortcutId; to: string }) {
  const navigate = useNavigate();
  useShortcut(of, () => void navigate({ to }));
  return null;
}

import type { SearchView } from '@parley/shared/overview/search';
import { useRouter } from '@tanstack/react-router';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useSession } from '../../lib/session/session-context.ts';
import type { Target } from './hit-target.ts';
import { type Section, sectionsOf } from './palette-choices.tsx';
import { readRecents } from './recent-hits.ts';
import { useCommands } from './use-commands.ts';

/** What may be chosen for a text, and what was found for it. `onDone` closes the palette. */
export function usePaletteChoices({
  text,
  found,
  onDone,
  onChangePassword,
}: {
  text: string;
  found: SearchView | undefined;
  onDone: () => void;
  onChangePassword: () => void;
}): Section[] {
  const router = useRouter();
  const { staffId } = useSession();
  const environment = useEnvironment();
  const commands = useCommands(onChangePassword);
  const go = ({ to, search }: Target, inNewTab: boolean) => {
    const { href } = router.buildLocation({ to, search: { ...search } });
    if (inNewTab) {
      window.open(href, '_blank', 'noopener');
      return;
    }
    onDone();
    router.history.push(href);
  };
  return sectionsOf({
    text,
    found,
    commands,
    environment,
    staffId,
    recents: readRecents(staffId),
    go,
    onDone,
  });
}

import type { SearchGroup, SearchView } from '@parley/shared/overview/search';
import { foldedTerms } from '@parley/shared/words/folded';
import type { Environment } from '@parley/shared/words/environment';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CommandFace } from './command-face.tsx';
import { HitFace } from './hit-face.tsx';
import { type Target, targetOf } from './hit-target.ts';
import { kindTitles } from './kinds.ts';
import { keepRecent, type Recent } from './recent-hits.ts';
import type { Command, Commands } from './use-commands.ts';

/** One line that may be chosen. */
export interface Choice {
  key: string;
  face: ReactNode;
  run: (inNewTab: boolean) => void;
}

/** Lines that belong together. */
export interface Section {
  title: string;
  note: string | null;
  choices: Choice[];
}

interface Palette {
  text: string;
  found: SearchView | undefined;
  commands: Commands;
  recents: readonly Recent[];
  environment: Environment;
  staffId: string;
  go: (target: Target, inNewTab: boolean) => void;
  onDone: () => void;
}

/** The section of what can be tried with any text that may be an id. */
export const idTitle = 'Id';

/** Whether somebody who presses a key or a button wants a new tab. */
export const isNewTab = (event: { metaKey: boolean; ctrlKey: boolean }): boolean =>
  event.metaKey || event.ctrlKey;
/** So many pages and acts are shown beside what was found. */
const commandsMax = 5;

const hitChoice = ({ text, environment, staffId, go }: Palette, hit: Recent): Choice => ({
  key: `${hit.kind}-${hit.id}`,
  face: <HitFace hit={hit} query={text} />,
  run: (inNewTab) => {
    keepRecent(staffId, hit);
    go(targetOf(hit, environment), inNewTab);
  },
});

const commandChoice = ({ text, go, onDone }: Palette, command: Command): Choice => ({
  key: `command-${command.label}`,
  face: <CommandFace command={command} query={text} />,
  run: (inNewTab) => {
    if (command.target) go(command.target, inNewTab);
    else {
      onDone();
      command.run();
    }
  },
});

const countOf = ({ count, isMore, hits }: SearchGroup): string | null => {
  if (isMore) return `${hits.length} of more than ${Math.max(count, hits.length)}`;
  return count > hits.length ? `${hits.length} of ${count}` : null;
};

const isWanted =
  (terms: readonly string[]) =>
  ({ label }: Command) => {
    const words = foldedTerms(label, 20);
    return terms.every((term) => words.some((word) => word.startsWith(term)));
  };

const openId = ({ text, go }: Palette): Section => ({
  title: idTitle,
  note: null,
  choices: [
    {
      key: 'id',
      face: (
        <CommandFace
          command={{ label: `Open ${text}`, icon: IconArrowRight, run: () => undefined }}
          query=""
        />
      ),
      run: (inNewTab) => go({ to: `/inspect/${encodeURIComponent(text)}` }, inNewTab),
    },
  ],
});

const whileEmpty = (palette: Palette): Section[] => {
  const { commands, recents } = palette;
  const of = (several: readonly Command[]) => several.map((command) => commandChoice(palette, command));
  return [
    { title: 'Opened lately', note: null, choices: recents.map((hit) => hitChoice(palette, hit)) },
    { title: 'On this page', note: null, choices: of(commands.here) },
    { title: 'Pages', note: null, choices: of(commands.pages) },
    { title: 'Commands', note: null, choices: of(commands.actions) },
  ];
};

const whileWriting = (palette: Palette): Section[] => {
  const { text, commands, found } = palette;
  const all = [...commands.here, ...commands.pages, ...commands.actions];
  const fitting = all.filter(isWanted(foldedTerms(text, 6))).slice(0, commandsMax);
  return [
    {
      title: 'Pages and commands',
      note: null,
      choices: fitting.map((command) => commandChoice(palette, command)),
    },
    ...(found?.groups ?? []).map((group) => ({
      title: kindTitles[group.kind],
      note: countOf(group),
      choices: group.hits.map((hit) => hitChoice(palette, hit)),
    })),
    ...(/^\S{8,}$/.test(text) ? [openId(palette)] : []),
  ];
};

/** What may be chosen, in sections from top to bottom; those with nothing in them are left out. */
export function sectionsOf(palette: Palette): Section[] {
  const sections = palette.text === '' ? whileEmpty(palette) : whileWriting(palette);
  return sections.filter(({ choices }) => choices.length > 0);
}

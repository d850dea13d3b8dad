import { isWholeId } from '@parley/shared/overview/inspect';
import {
  type KeyboardEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useState,
} from 'react';
import { problemOf } from '../../lib/problem/problem.ts';
import classes from './command-palette.module.css';
import { NothingFound } from './nothing-found.tsx';
import { type Choice, idTitle, isNewTab, type Section } from './palette-choices.tsx';
import { PaletteFoot } from './palette-foot.tsx';
import { optionId, PaletteOptions } from './palette-options.tsx';
import { usePaletteChoices } from './use-palette-choices.ts';
import type { Asked, PaletteField } from './use-palette-field.ts';
import { type SearchResults, useSearchResults } from './use-search-results.ts';

/** Keys of the field that are for the choices. Answers whether the key was taken. */
export interface PaletteKeys {
  press: (event: KeyboardEvent) => boolean;
}

export interface PaletteListProps {
  ref?: Ref<PaletteKeys>;
  id: string;
  field: PaletteField;
  onDone: () => void;
  onActive: (id: string | undefined) => void;
  onChangePassword: () => void;
}

/** What may be chosen: what was found, pages and acts; without a text what was opened lately. */
export function PaletteList({ ref, id, field, onDone, onActive, onChangePassword }: PaletteListProps) {
  const text = field.text.trim();
  const results = useSearchResults(text);
  const sections = usePaletteChoices({ text, found: results.found, onDone, onChangePassword });
  const { active, pick, press, run } = useChoosing({ id, text, sections, isCurrent: results.isCurrent });
  useImperativeHandle(ref, () => ({ press }));
  useActiveId(active && optionId(id, active), onActive);
  useAsked({ text, asked: field.asked, results, sections, run });
  return (
    <>
      <PaletteOptions id={id} sections={sections} active={active} isBusy={!results.isCurrent} onPick={pick} />
      <Beside text={text} results={results} isEmpty={sections.every(({ title }) => title === idTitle)} />
      <PaletteFoot text={text} results={results} />
    </>
  );
}

function Beside({ text, results, isEmpty }: { text: string; results: SearchResults; isEmpty: boolean }) {
  const { found, error, isCurrent, retry } = results;
  if (error !== null)
    return (
      <div className={classes.words} role="alert">
        {problemOf(error).title}. {problemOf(error).detail}{' '}
        <button type="button" className={classes.again} onClick={retry}>
          Search again
        </button>
      </div>
    );
  if (found?.isComplete === false)
    return (
      <p className={classes.words}>
        Some of what was written lately cannot be found yet. Try again in a minute.
      </p>
    );
  const isNothing = isCurrent && isEmpty && text !== '';
  return isNothing && found ? <NothingFound text={text} searched={found.searched} /> : null;
}

/** Which line is chosen. What was picked stays while the answers change around it; else the first is. */
function useChoosing({
  id,
  text,
  sections,
  isCurrent,
}: {
  id: string;
  text: string;
  sections: readonly Section[];
  isCurrent: boolean;
}) {
  const [picked, setPicked] = useState<{ text: string; key: string } | null>(null);
  const choices = sections.flatMap((section) => section.choices);
  const kept = picked?.text === text ? choices.find(({ key }) => key === picked.key) : undefined;
  const active = kept ?? choices[0];
  const pick = ({ key }: Choice) => setPicked({ text, key });
  const move = (by: number) => {
    const at = active ? choices.indexOf(active) : -1;
    const next = choices[(at + by + choices.length) % choices.length];
    if (!next) return;
    pick(next);
    document.getElementById(optionId(id, next))?.scrollIntoView({ block: 'nearest' });
  };
  // Before the answer to these very words is there, the first line may be another in a moment.
  const run = (inNewTab: boolean): boolean => {
    if (!active || (!isCurrent && !kept)) return false;
    active.run(inNewTab);
    return true;
  };
  const press = (event: KeyboardEvent): boolean => {
    const step = event.key === 'ArrowDown' ? 1 : -1;
    if (event.key === 'Enter') return run(isNewTab(event));
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return false;
    event.preventDefault();
    move(step);
    return true;
  };
  return { active, pick, press, run };
}

function useActiveId(activeId: string | undefined, onActive: (id: string | undefined) => void) {
  const tell = useEffectEvent(onActive);
  useEffect(() => tell(activeId), [activeId]);
}

/** Does what was asked for before there was an answer, as soon as there is one. */
function useAsked({
  text,
  asked,
  results,
  sections,
  run,
}: {
  text: string;
  asked: Asked;
  results: SearchResults;
  sections: readonly Section[];
  run: (inNewTab: boolean) => boolean;
}) {
  const { found, isCurrent } = results;
  const goThere = () => {
    const hits = (found?.groups ?? []).flatMap((group) => group.hits);
    const exact = hits.filter(({ grade }) => grade === 'exact');
    // The id of an event is that of its deliveries as well, for their receivers: the event is what was meant.
    const meant = exact.some(({ kind }) => kind === 'event')
      ? exact.filter(({ kind }) => kind !== 'delivery')
      : exact;
    const key = isWholeId(text) ? 'id' : meant.length === 1 && `${meant[0]?.kind}-${meant[0]?.id}`;
    const choices = sections.flatMap((section) => section.choices);
    choices.find((choice) => choice.key === key)?.run(false);
  };
  const act = useEffectEvent(() => {
    if (asked === 'go there') goThere();
    else run(asked === 'open in a new tab');
  });
  const isTime = asked !== null && (isCurrent || (asked === 'go there' && isWholeId(text)));
  useEffect(() => {
    if (isTime) act();
  }, [isTime]);
}

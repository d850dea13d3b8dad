// The list of a combobox: the focus stays in the field, which tells the chosen line by its id. No element of HTML is such a list.
// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- the field takes the keys
import classes from './command-palette.module.css';
import { type Choice, isNewTab, type Section } from './palette-choices.tsx';

/** The id of a line, in the list with this id. */
export const optionId = (id: string, { key }: Choice): string => `${id}-${key}`;

/** The choices of the palette, in sections. */
export function PaletteOptions({
  id,
  sections,
  active,
  isBusy,
  onPick,
}: {
  id: string;
  sections: readonly Section[];
  active: Choice | undefined;
  isBusy: boolean;
  onPick: (choice: Choice) => void;
}) {
  return (
    <div id={id} className={classes.list} role="listbox" aria-label="Results" aria-busy={isBusy}>
      {sections.map(({ title, note, choices }) => (
        <div key={title} role="group" aria-label={note === null ? title : `${title}, ${note}`}>
          <p className={classes.title} role="presentation">
            {title}
            {note !== null && <span>{note}</span>}
          </p>
          {choices.map((choice) => (
            <div
              key={choice.key}
              id={optionId(id, choice)}
              role="option"
              tabIndex={-1}
              aria-selected={choice === active}
              className={classes.choice}
              onPointerMove={() => choice !== active && onPick(choice)}
              onClick={(event) => choice.run(isNewTab(event))}
              onAuxClick={(event) => event.button === 1 && choice.run(true)}
            >
              {choice.face}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

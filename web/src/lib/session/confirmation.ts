/** `now` asks whatever was confirmed before; `once` asks only where that has run out. */
type When = 'now' | 'once';
type Ask = (when: When) => Promise<boolean>;

let ask: Ask | null = null;
let underway: Promise<boolean> | null = null;

/** Says who asks; the dialog of the frame does while it stands there. */
export function answerConfirmations(by: Ask): () => void {
  ask = by;
  return () => {
    ask = null;
  };
}

/**
 * Has the reader show again that it is them, by a dialog. Whether they did; `false` as well where nobody can ask. Several
 * that wait at once are one question.
 */
export async function confirmAgain(when: When): Promise<boolean> {
  if (!ask) return false;
  underway ??= ask(when).finally(() => {
    underway = null;
  });
  return underway;
}

import { splitSentence } from '@parley/shared/words/code-span';

/** A sentence in which what stands in code marks is code, as changes and findings are worded. */
export function CodeText({ text }: { text: string }) {
  return splitSentence(text).map((part, index) =>
    // The parts of a sentence never move, so their place is their identity.
    part.isCode ? <code key={index}>{part.text}</code> : part.text,
  );
}

/** A sentence in which what stands between backticks is code, as changes and findings are worded. */
export function CodeText({ text }: { text: string }) {
  const parts = text.split('`');
  // A backtick without its partner is a letter like any other.
  if (parts.length % 2 === 0) return text;
  return parts.map((part, index) =>
    // The parts of a sentence never move, so their place is their identity.
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}

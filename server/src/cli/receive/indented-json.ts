/** Whether this is JSON. */
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** White space outside of strings goes; strings, numbers, words and signs are the pieces. */
const pieces = /"(?:\\.|[^"\\])*"|[[\]{},:]|[^\s"[\]{},:]+/g;

/** Deeper than this, lines are not indented further: each would be longer than the one before. */
const depthMax = 20;

const indent = (depth: number): string => '  '.repeat(Math.min(depth, depthMax));

function* linesOf(text: string): Generator<string> {
  let [line, depth] = ['', 0];
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === '}' || piece === ']') {
      depth -= 1;
      if (/[[{]$/.test(line)) line += piece;
      else {
        yield line;
        line = indent(depth) + piece;
      }
      continue;
    }
    if (/[[{,]$/.test(line)) {
      yield line;
      line = indent(depth);
    }
    if (piece === '{' || piece === '[') depth += 1;
    line += piece === ':' ? ': ' : piece;
  }
  yield line;
}

/** A terminal obeys control characters, and some turn the direction of writing: none of a stranger's gets there. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const asEscape = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** A text as a terminal may show it, on one line and at most so long. */
export const forTerminal = (text: string, charactersMax = 200): string => {
  const shown = text.slice(0, charactersMax).replaceAll(unsafe, asEscape);
  return text.length > charactersMax ? `${shown}… (${text.length} characters)` : shown;
};

/**
 * A body as lines for people: JSON is indented, and keeps every digit and the order of its fields; anything else is one
 * line. At most `linesMax` lines, and one that says how many bytes the whole has when there are more.
 */
export const bodyLines = (body: Buffer, linesMax = 40): string[] => {
  const text = body.toString();
  if (!isJson(text)) return [forTerminal(text, 1000)];
  const lines: string[] = [];
  for (const line of linesOf(text)) {
    if (lines.length === linesMax) return [...lines, `… (${body.length} bytes in all)`];
    lines.push(forTerminal(line));
  }
  return lines;
};

import { CodeBlock } from './code-block.tsx';
import classes from './code-block.module.css';

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const colouredBytesMax = 100_000;

/** JSON, indented and lightly coloured, with a copy button. A text that is not JSON shows as it is. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = indented(value);
  return (
    <CodeBlock code={text} label={label}>
      {text.length > colouredBytesMax ? text : coloured(text)}
    </CodeBlock>
  );
}

function indented(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

function coloured(text: string) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, quoted, colon] = match;
    const kind = quoted === undefined ? classes.literal : colon === undefined ? classes.string : classes.key;
    parts.push(
      <span key={match.index} className={kind}>
        {quoted ?? whole}
      </span>,
      colon,
    );
  }
  parts.push(text.slice(end));
  return parts;
}

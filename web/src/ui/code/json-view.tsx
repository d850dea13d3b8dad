import { indentJson, indentJsonText } from '../../lib/text/json-text.ts';
import { CodeBlock } from './code-block.tsx';
import classes from './code-block.module.css';

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const colouredBytesMax = 100_000;

/**
 * JSON, indented and lightly coloured, with a copy button. A text of JSON is shown with every token as it was written, and
 * copied as it is; one that is not JSON shows as it is.
 */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = typeof value === 'string' ? value : indentJson(value);
  const shown = typeof value === 'string' ? indentJsonText(value) : text;
  return (
    <CodeBlock code={text} label={label}>
      {shown.length > colouredBytesMax ? shown : coloured(shown)}
    </CodeBlock>
  );
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

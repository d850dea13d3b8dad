import { indentJson } from '../../lib/text/json-text.ts';
import { diffLines } from '../../lib/text/line-diff.ts';
import { LineDiff } from '../../ui/code/line-diff.tsx';

/** What turned one schema into another, line by line. */
export function VersionDiff({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  return <LineDiff lines={diffLines(indentJson(before), indentJson(after))} label={label} />;
}

import { indentJson } from '../../lib/json-text.ts';
import { diffLines } from '../../lib/line-diff.ts';
import { LineDiff } from '../../ui/line-diff.tsx';

/** What turned one schema into another, line by line. */
export function VersionDiff({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  return <LineDiff lines={diffLines(indentJson(before), indentJson(after))} label={label} />;
}

import { useMemo } from 'react';
import { indentJson } from '../../lib/text/json-text.ts';
import { diffLines, foldLines } from '../../lib/text/line-diff.ts';
import { LineDiff } from '../../ui/code/line-diff.tsx';
import type { ChangedPart } from './changed-parts.ts';

/** A part of two contracts, line by line, as indented JSON. */
export function PartDiff({ pointer, before, after }: ChangedPart) {
  const lines = useMemo(() => foldLines(diffLines(textOf(before), textOf(after))), [before, after]);
  return <LineDiff lines={lines} label={`Lines of ${pointer}`} />;
}

function textOf(value: unknown): string {
  return value === undefined ? '' : indentJson(value);
}

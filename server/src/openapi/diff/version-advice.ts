import { type Frame, record } from '../diff-graph/frame.ts';
import type { Graded } from './change.ts';

/** By which part the version of an API should grow. */
export type VersionStep = 'major' | 'minor' | 'patch' | 'none';

const wording = new Set([
  'endpoint-wording-changed',
  'api-info-changed',
  'api-tag-added',
  'api-tag-removed',
  'api-security-component-oauth-scope-changed',
]);

/** The step that the changes ask for. Without changes, a difference in wording alone is a patch. */
export const adviseVersion = (changes: readonly Graded[], hasOtherDifference: boolean): VersionStep => {
  let advice: VersionStep = hasOtherDifference ? 'patch' : 'none';
  for (const { change } of changes) {
    const { id, severity } = change;
    if (severity === 'breaking') return 'major';
    if (!wording.has(id)) advice = 'minor';
    else if (advice === 'none') advice = 'patch';
  }
  return advice;
};

const versionOf = (text: unknown): [number, number, number] | undefined => {
  const match = typeof text === 'string' ? /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?$/.exec(text) : null;
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
};

/** Records that the version of the document did not follow its changes. Says nothing of versions that are not semantic. */
export const compareVersions = (
  frame: Frame,
  base: unknown,
  revision: unknown,
  advice: VersionStep,
): void => {
  const [was, is] = [versionOf(base), versionOf(revision)];
  if (!was || !is || advice === 'none' || advice === 'patch') return;
  const order = is[0] - was[0] || is[1] - was[1] || is[2] - was[2];
  const grewMajor = is[0] > was[0] || (was[0] === 0 && is[0] === 0 && is[1] > was[1]);
  const shared = {
    severity: 'compatible',
    subject: `${String(base)} ${String(revision)}`,
    basePointer: '/info/version',
    pointer: '/info/version',
    isOfDocument: true,
  } as const;
  if (order < 0)
    record(frame, {
      ...shared,
      id: 'api-version-decreased',
      text: `the version went back from ${String(base)} to ${String(revision)}`,
    });
  else if (base === revision)
    record(frame, {
      ...shared,
      id: 'api-version-not-bumped',
      text: `the version ${String(base)} did not change although the contract did`,
    });
  else if (advice === 'major' && !grewMajor)
    record(frame, {
      ...shared,
      id: 'api-major-version-not-bumped',
      text: `the version went from ${String(base)} to ${String(revision)} although there are breaking changes`,
    });
};

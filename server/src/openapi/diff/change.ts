import { hash } from 'node:crypto';
import type { Finding, Frame, OperationRef } from '../diff-graph/frame.ts';
import type { OperationSet } from '../diff-graph/operation-sets.ts';
import type { Direction } from '../diff-graph/schema-role.ts';
import type { Reach } from '../diff-graph/reach.ts';
import type { Severity } from '../diff-graph/severity.ts';

/** The severity in the words of the check vocabulary. */
type Level = 'error' | 'warning' | 'info';

/** One semantic difference between two versions of a contract, recorded once with all operations that reach it. */
export type Change = {
  /** The check that found it: `request-property-max-length-decreased`. */
  readonly id: string;
  readonly severity: Severity;
  readonly level: Level;
  /** Which side of a call it touches; `none` for what is neither sent nor received. */
  readonly direction: Direction;
  /** The operations that reach it, in the order of the contract; none for a matter of the whole document. */
  readonly operations: readonly OperationRef[];
  /** JSON pointer in the revision; in the base when the thing was removed. */
  readonly pointer: string;
  /** Whether `pointer` is of the base: the thing is gone. */
  readonly isGone: boolean;
  /** JSON pointer in the base, or `null` when the thing was added. */
  readonly basePointer: string | null;
  /** One English sentence with names and with old and new values; at most 600 characters. */
  readonly text: string;
  /** 16 hexadecimal digits; the same for the same difference at the same place, whatever else changed around it. */
  readonly fingerprint: string;
};

/** Where a change was found; more than once when a schema plays several roles. */
type Occurrence = { frame: Frame; finding: Finding };

/** A change and where it was found. */
export type Graded = { change: Change; occurrences: readonly Occurrence[]; reached: OperationSet };

/** The severities that a policy sets by check id; `ignore` leaves the changes out. */
export type Severities = { readonly [id: string]: Severity | 'ignore' };

const levels: Record<Severity, Level> = { breaking: 'error', risky: 'warning', compatible: 'info' };
const ranks: Record<Severity, number> = { compatible: 0, risky: 1, breaking: 2 };
const textMax = 600;

type Draft = {
  first: Finding;
  occurrences: Occurrence[];
  severity: Severity;
  key: string;
  /** How many before it differ in the place alone, and the last of them. */
  ordinal: number;
  before: Draft | undefined;
};

/** Whether all that reaches a change promised nothing. Each set is looked at once. */
const createIsVoid = (unstable: ReadonlySet<OperationRef>) => {
  const known = new Map<OperationSet, boolean>();
  return (severity: Severity, reached: OperationSet): boolean => {
    if (severity === 'compatible' || reached.size === 0 || reached.size > unstable.size) return false;
    let isVoid = known.get(reached);
    if (isVoid === undefined)
      known.set(reached, (isVoid = reached.operations.every((one) => unstable.has(one))));
    return isVoid;
  };
};

const bounded = (text: string): string => (text.length > textMax ? `${text.slice(0, textMax - 1)}…` : text);

const isAtOnePlace = (left: Finding, right: Finding): boolean =>
  left.pointer === right.pointer && left.basePointer === right.basePointer;

const draftAll = (frames: readonly Frame[]): Draft[] => {
  const drafts: Draft[] = [];
  const byKey = new Map<string, Draft>();
  for (const frame of frames)
    for (const finding of frame.findings) {
      const key = `${finding.id}\n${frame.coordinate}\n${finding.subject}`;
      const last = byKey.get(key);
      let known = last;
      while (known && !isAtOnePlace(known.first, finding)) known = known.before;
      if (!known) {
        const { severity } = finding;
        const draft = {
          first: finding,
          occurrences: [{ frame, finding }],
          severity,
          key,
          ordinal: (last?.ordinal ?? -1) + 1,
          before: last,
        };
        byKey.set(key, draft);
        drafts.push(draft);
        continue;
      }
      known.occurrences.push({ frame, finding });
      if (ranks[finding.severity] > ranks[known.severity]) known.severity = finding.severity;
    }
  return drafts;
};

/** Makes the changes of all findings. `unstable` are the operations that promised nothing. */
export const changesOf = (
  frames: readonly Frame[],
  reach: Reach,
  unstable: ReadonlySet<OperationRef>,
  severities: Severities,
): Graded[] => {
  const found: Graded[] = [];
  const isVoid = createIsVoid(unstable);
  const none = reach.operationsReaching([]);
  for (const { first, occurrences, severity, key, ordinal } of draftAll(frames)) {
    const reached = first.isOfDocument
      ? none
      : reach.operationsReaching(occurrences.map(({ frame }) => frame));
    const { id, direction, text, basePointer, pointer } = first;
    const own = isVoid(severity, reached) ? 'compatible' : severity;
    const graded = (Object.hasOwn(severities, id) ? severities[id] : undefined) ?? own;
    if (graded === 'ignore') continue;
    const change: Change = {
      id,
      severity: graded,
      level: levels[graded],
      direction,
      operations: reached.operations,
      pointer: pointer ?? basePointer ?? '',
      isGone: pointer === undefined && basePointer !== undefined,
      basePointer: basePointer ?? null,
      text: `${bounded(text)}.`,
      fingerprint: hash('sha256', ordinal === 0 ? key : `${key}\n${ordinal}`, 'hex').slice(0, 16),
    };
    found.push({ change, occurrences, reached });
  }
  return found;
};

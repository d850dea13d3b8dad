import type { ReportFormat } from './formats.ts';
import { gitHub } from './github-report.ts';
import { junit } from './junit-report.ts';
import { sarif } from './sarif-report.ts';
import { text } from './text-report.ts';

/** Where something stands: lines and columns count from 1. */
export interface Place {
  /** Below the root of the repository, with slashes. */
  file: string;
  line: number;
  column: number;
}

/** One thing that a check found. */
export interface Item {
  kind: 'change' | 'lint' | 'unreadable';
  /** The check or the rule that found it. */
  rule: string;
  level: 'error' | 'warning' | 'note';
  /** How the level is called in words: `breaking`, `warn`. */
  word: string;
  /** One sentence, with the operation that it is about. */
  text: string;
  place: Place;
  pointer: string;
  /** The same for the same thing in another run. */
  fingerprint: string;
  /** Why it keeps the gate shut, or `null`. */
  failure: string | null;
  /** Why somebody answers for it, or `null`. */
  accepted: string | null;
}

/** What a check found, in the order in which it is shown. */
export interface Report {
  /** The API, or the title of the contract. */
  subject: string;
  /** The file that was checked. */
  file: string;
  verdict: 'open' | 'closed' | 'unreadable';
  /** What was compared with what, and the counts. */
  summary: readonly string[];
  items: readonly Item[];
  /** Why the gate is shut, or what was wrong. */
  reasons: readonly string[];
  lintScore: number | null;
  /** Lint findings that are counted and not listed. */
  unlisted: number;
}

const writers: Record<Exclude<ReportFormat, 'json'>, (report: Report) => string> = {
  text,
  sarif,
  junit,
  github: gitHub,
};

/** What a check found, for people or for a pipeline; without a line break at the end. */
export const writeReport = (report: Report, format: Exclude<ReportFormat, 'json'>): string =>
  writers[format](report);

import type { Place } from '../report/report.ts';

/** Why a check gave no verdict: the command ends with 2. The message is for people; `places` say where, if anywhere. */
export class Unusable extends Error {
  readonly places: readonly (Place & { text: string })[];

  /** Of the problem, where a server answered one; empty otherwise. */
  readonly code: string;

  constructor(message: string, places: readonly (Place & { text: string })[] = [], code = '') {
    super(message);
    this.places = places;
    this.code = code;
  }
}

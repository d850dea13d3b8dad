import { z } from 'zod';

/** An opaque identifier, `<prefix>_` and 26 characters that sort by time. Anything else is simply not found. */
export const idOf = (prefix: string, what: string) =>
  z
    .string()
    .min(1)
    .max(128)
    .meta({ description: `Identifier of the ${what}.`, example: `${prefix}_01m3k7q2x8e5v9r4t6w1y0z3ab` });

// Those that are looked up by themselves; `inv_`, which nobody looks up, is what many call their invoices.
const lookedUp = /^(?:evt|dlv|att|ep|con|key|rcv|iss|aud|stf|ety|etv|ctr|rqm)_/i;
const anyOfOurs = /^[a-z]{2,4}_[0-9a-hjkmnp-tv-z]{26}$/i;

/** Whether a text has the form of an id of Parley's, whatever it is the id of. */
export const isFormedAsOurs = (text: string): boolean => anyOfOurs.test(text);

/** Whether somebody could take a text for an id of Parley's: nobody may give such a name to what is theirs. */
export const looksLikeOurs = (text: string): boolean => lookedUp.test(text) || anyOfOurs.test(text);

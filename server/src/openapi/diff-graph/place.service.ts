/** Who sends the value: callers narrow on the request side, widen on the response side. */
export type Direction = 'request' | 'response' | 'none';

type PlaceSeed = {
  /** How the ids of changes here begin: `request-property`. */
  prefix: string;
  direction: Direction;
  /** How people call a thing at the root, and one below it. */
  noun: string;
  /** Whether values travel as text, where a string takes any value. */
  isLoose?: boolean;
  /** Whether this is the root of a body, a parameter or a header. */
  isRoot?: boolean;
  paramIn?: string | undefined;
  /** Whether a list is sent as the name repeated, so that one value is a list of one. */
  isExploded?: boolean;
};

/** What a bound on a value here means for a caller: as it reads, the reverse (below `not`), or either (in `if`). */
export type Polarity = 'plain' | 'negated' | 'mixed';

type Voice = 'heard' | 'silent' | 'muted';

/**
 * The role in which a schema is compared. The same schema is compared once for each role: a string that callers send as a
 * property is judged differently from one that they receive as a whole body.
 */
export class Place {
  readonly prefix: string;
  readonly direction: Direction;
  readonly noun: string;
  readonly isLoose: boolean;
  readonly isRoot: boolean;
  readonly paramIn: string | undefined;
  readonly isExploded: boolean;
  /** Of a property that nobody should send: read-only in a request, write-only in a response. */
  readonly isSilent: boolean;
  /** Whether this lies within such a property. */
  readonly isMuted: boolean;
  readonly polarity: Polarity;
  private readonly seed: PlaceSeed;
  private readonly voice: Voice;
  // All places of one role: the same variant is the same object, by whichever way one comes to it.
  private readonly family: Map<string, Place>;
  private nested: Place | undefined;

  constructor(
    seed: PlaceSeed,
    voice: Voice = 'heard',
    polarity: Polarity = 'plain',
    family: Map<string, Place> = new Map<string, Place>(),
  ) {
    this.prefix = seed.prefix;
    this.direction = seed.direction;
    this.noun = seed.noun;
    this.isLoose = seed.isLoose ?? false;
    this.isRoot = seed.isRoot ?? false;
    this.paramIn = seed.paramIn;
    this.isExploded = seed.isExploded ?? false;
    this.isSilent = voice === 'silent';
    this.isMuted = voice === 'muted';
    this.polarity = polarity;
    this.seed = seed;
    this.voice = voice;
    this.family = family;
    family.set(keyOf(this.isRoot, voice, polarity), this);
  }

  /** The place of what lies within. */
  get inner(): Place {
    if (this.isSilent) return (this.nested ??= this.variant(this.isRoot, 'muted', this.polarity));
    return this.isRoot ? (this.nested ??= this.variant(false, this.voice, this.polarity)) : this;
  }

  /** The same place for a property that nobody should send. */
  get silent(): Place {
    return this.isMuted || this.isSilent ? this : this.variant(this.isRoot, 'silent', this.polarity);
  }

  /** The same place below `not`, where what is allowed inside is forbidden outside. */
  get negated(): Place {
    const polarity = this.polarity === 'negated' ? 'plain' : this.polarity === 'plain' ? 'negated' : 'mixed';
    return this.variant(this.isRoot, this.voice, polarity);
  }

  /** The same place where more and less are both a difference: `if`, and `contains` with an upper bound. */
  get mixed(): Place {
    return this.variant(this.isRoot, this.voice, 'mixed');
  }

  private variant(isRoot: boolean, voice: Voice, polarity: Polarity): Place {
    const known = this.family.get(keyOf(isRoot, voice, polarity));
    if (known) return known;
    const seed = isRoot === this.isRoot ? this.seed : innerSeed(this);
    return new Place(seed, voice, polarity, this.family);
  }
}

const keyOf = (isRoot: boolean, voice: Voice, polarity: Polarity): string => `${isRoot} ${voice} ${polarity}`;

const innerSeed = (root: Place): PlaceSeed => {
  const { direction, isLoose, noun } = root;
  if (root.paramIn !== undefined)
    return { prefix: 'request-parameter-property', direction, noun, isLoose, paramIn: root.paramIn };
  const prefix = root.prefix.endsWith('-body')
    ? root.prefix.replace(/-body$/, '-property')
    : `${root.prefix}-property`;
  return { prefix, direction, noun, isLoose };
};

const roots = new Map<string, Place>();
const rootOf = (key: string, seed: PlaceSeed): Place => {
  let place = roots.get(key);
  if (!place) {
    place = new Place({ ...seed, isRoot: true });
    roots.set(key, place);
  }
  return place;
};

/** Whose operation it is: one that consumers call, or one that the API calls at them. */
export type Caller = 'consumer' | 'api';

/** The body of a request; of a webhook or callback it is what consumers receive. */
export const requestBodyPlace = (isLoose: boolean, caller: Caller): Place =>
  caller === 'consumer'
    ? rootOf(`request-body ${isLoose}`, {
        prefix: 'request-body',
        direction: 'request',
        noun: 'request',
        isLoose,
      })
    : rootOf(`webhook-body ${isLoose}`, {
        prefix: 'webhook-body',
        direction: 'response',
        noun: 'webhook',
        isLoose,
      });

/** The body of a response; of a webhook or callback it is what consumers send. */
export const responseBodyPlace = (isLoose: boolean, caller: Caller): Place =>
  caller === 'consumer'
    ? rootOf(`response-body ${isLoose}`, {
        prefix: 'response-body',
        direction: 'response',
        noun: 'response',
        isLoose,
      })
    : rootOf(`webhook-response-body ${isLoose}`, {
        prefix: 'webhook-response-body',
        direction: 'request',
        noun: 'webhook response',
        isLoose,
      });

/** A parameter of a request; of a webhook or callback it is what consumers receive. */
export const parameterPlace = (paramIn: string, isExploded: boolean, caller: Caller): Place =>
  caller === 'consumer'
    ? rootOf(`parameter ${paramIn} ${isExploded}`, {
        prefix: 'request-parameter',
        direction: 'request',
        noun: `${paramIn} parameter`,
        isLoose: true,
        paramIn,
        isExploded,
      })
    : rootOf(`webhook-parameter ${paramIn}`, {
        prefix: 'webhook-parameter',
        direction: 'response',
        noun: `webhook ${paramIn} parameter`,
        isLoose: true,
      });

/** A header of a response; of a webhook or callback it is what consumers send. */
export const headerPlace = (caller: Caller): Place =>
  caller === 'consumer'
    ? rootOf('header', {
        prefix: 'response-header',
        direction: 'response',
        noun: 'response header',
        isLoose: true,
      })
    : rootOf('webhook-header', {
        prefix: 'webhook-response-header',
        direction: 'request',
        noun: 'webhook response header',
      });

/** Who sends the value: callers narrow on the request side, widen on the response side. */
export type Direction = 'request' | 'response' | 'none';

type RoleSeed = {
  /** How the ids of changes here begin: `request-property`. */
  prefix: string;
  direction: Direction;
  /** How people call a thing at the root, and one below it. */
  noun: string;
  /** Whether values travel as text, where a string takes any value. */
  isLoose?: boolean;
  /** Whether values are elements and attributes, which have names and places of their own. */
  isXml?: boolean;
  /** Whether this is the root of a body, a parameter or a header. */
  isRoot?: boolean;
  paramIn?: string | undefined;
  /** Whether a list is sent as the name repeated, so that one value is a list of one. */
  isExploded?: boolean;
  /** Whether lists and objects too are sent as one text. */
  isOneText?: boolean;
};

/** What a bound on a value here means for a caller: as it reads, the reverse (below `not`), or either (in `if`). */
export type Polarity = 'plain' | 'negated' | 'mixed';

type Voice = 'heard' | 'silent' | 'muted';

/**
 * The role in which a schema is compared. The same schema is compared once for each role: a string that callers send as a
 * property is judged differently from one that they receive as a whole body.
 */
export class SchemaRole {
  readonly prefix: string;
  readonly direction: Direction;
  readonly noun: string;
  readonly isLoose: boolean;
  readonly isRoot: boolean;
  readonly paramIn: string | undefined;
  readonly isExploded: boolean;
  readonly isOneText: boolean;
  readonly isXml: boolean;
  /** Of a property that nobody should send: read-only in a request, write-only in a response. */
  readonly isSilent: boolean;
  /** Whether this lies within such a property. */
  readonly isMuted: boolean;
  readonly polarity: Polarity;
  private readonly seed: RoleSeed;
  private readonly voice: Voice;
  // All roles of one role: the same variant is the same object, by whichever way one comes to it.
  private readonly family: Map<string, SchemaRole>;
  private nested: SchemaRole | undefined;

  constructor(
    seed: RoleSeed,
    voice: Voice = 'heard',
    polarity: Polarity = 'plain',
    family: Map<string, SchemaRole> = new Map<string, SchemaRole>(),
  ) {
    this.prefix = seed.prefix;
    this.direction = seed.direction;
    this.noun = seed.noun;
    this.isLoose = seed.isLoose ?? false;
    this.isRoot = seed.isRoot ?? false;
    this.paramIn = seed.paramIn;
    this.isExploded = seed.isExploded ?? false;
    this.isOneText = seed.isOneText ?? false;
    this.isXml = seed.isXml ?? false;
    this.isSilent = voice === 'silent';
    this.isMuted = voice === 'muted';
    this.polarity = polarity;
    this.seed = seed;
    this.voice = voice;
    this.family = family;
    family.set(keyOf(this.isRoot, voice, polarity), this);
  }

  /** The role of what lies within. */
  get inner(): SchemaRole {
    if (this.isSilent) return (this.nested ??= this.variant(this.isRoot, 'muted', this.polarity));
    return this.isRoot ? (this.nested ??= this.variant(false, this.voice, this.polarity)) : this;
  }

  /** The same role for a property that nobody should send. */
  get silent(): SchemaRole {
    return this.isMuted || this.isSilent ? this : this.variant(this.isRoot, 'silent', this.polarity);
  }

  /** The same role below `not`, where what is allowed inside is forbidden outside. */
  get negated(): SchemaRole {
    const polarity = this.polarity === 'negated' ? 'plain' : this.polarity === 'plain' ? 'negated' : 'mixed';
    return this.variant(this.isRoot, this.voice, polarity);
  }

  /** The same role where more and less are both a difference: `if`, and `contains` with an upper bound. */
  get mixed(): SchemaRole {
    return this.variant(this.isRoot, this.voice, 'mixed');
  }

  private variant(isRoot: boolean, voice: Voice, polarity: Polarity): SchemaRole {
    const known = this.family.get(keyOf(isRoot, voice, polarity));
    if (known) return known;
    const seed = isRoot === this.isRoot ? this.seed : innerSeed(this);
    return new SchemaRole(seed, voice, polarity, this.family);
  }
}

const keyOf = (isRoot: boolean, voice: Voice, polarity: Polarity): string => `${isRoot} ${voice} ${polarity}`;

const innerSeed = (root: SchemaRole): RoleSeed => {
  const { direction, isLoose, isXml, noun } = root;
  if (root.paramIn !== undefined)
    return { prefix: 'request-parameter-property', direction, noun, isLoose, paramIn: root.paramIn };
  const prefix = root.prefix.endsWith('-body')
    ? root.prefix.replace(/-body$/, '-property')
    : `${root.prefix}-property`;
  return { prefix, direction, noun, isLoose, isXml };
};

const roots = new Map<string, SchemaRole>();
const rootOf = (key: string, seed: RoleSeed): SchemaRole => {
  let role = roots.get(key);
  if (!role) {
    role = new SchemaRole({ ...seed, isRoot: true });
    roots.set(key, role);
  }
  return role;
};

/** Who starts the call: a consumer, or the API itself at a webhook or callback. */
export type Initiator = 'consumer' | 'api';

/** How the values of a body are written: with their types, as text, as elements of XML. */
export type BodyForm = 'typed' | 'text' | 'xml';

const wordsOn = (form: BodyForm) => ({
  isLoose: form !== 'typed',
  isOneText: form !== 'typed',
  isXml: form === 'xml',
});

/** The body of a request; of a webhook or callback it is what consumers receive. */
export const requestBodyRole = (form: BodyForm, initiator: Initiator): SchemaRole =>
  initiator === 'consumer'
    ? rootOf(`request-body ${form}`, {
        prefix: 'request-body',
        direction: 'request',
        noun: 'request',
        ...wordsOn(form),
      })
    : rootOf(`webhook-body ${form}`, {
        prefix: 'webhook-body',
        direction: 'response',
        noun: 'webhook',
        ...wordsOn(form),
      });

/** The body of a response; of a webhook or callback it is what consumers send. */
export const responseBodyRole = (form: BodyForm, initiator: Initiator): SchemaRole =>
  initiator === 'consumer'
    ? rootOf(`response-body ${form}`, {
        prefix: 'response-body',
        direction: 'response',
        noun: 'response',
        ...wordsOn(form),
      })
    : rootOf(`webhook-response-body ${form}`, {
        prefix: 'webhook-response-body',
        direction: 'request',
        noun: 'webhook response',
        ...wordsOn(form),
      });

/** How the values of a parameter are written, beyond their type. */
export type ParameterWire = { isRepeated: boolean; isOneText: boolean; form: BodyForm };

/** A parameter of a request; of a webhook or callback it is what consumers receive. */
export const parameterRole = (
  paramIn: string,
  { isRepeated, isOneText, form }: ParameterWire,
  initiator: Initiator,
): SchemaRole =>
  initiator === 'consumer'
    ? rootOf(`parameter ${paramIn} ${isRepeated} ${isOneText} ${form}`, {
        prefix: 'request-parameter',
        direction: 'request',
        noun: `${paramIn} parameter`,
        isLoose: form !== 'typed',
        paramIn,
        isExploded: isRepeated,
        isOneText,
      })
    : rootOf(`webhook-parameter ${paramIn} ${isOneText} ${form}`, {
        prefix: 'webhook-parameter',
        direction: 'response',
        noun: `webhook ${paramIn} parameter`,
        isLoose: form !== 'typed',
        isOneText,
      });

/** A header of a response; of a webhook or callback it is what consumers send. */
export const headerRole = (initiator: Initiator): SchemaRole =>
  initiator === 'consumer'
    ? rootOf('header', {
        prefix: 'response-header',
        direction: 'response',
        noun: 'response header',
        isLoose: true,
        isOneText: true,
      })
    : rootOf('webhook-header', {
        prefix: 'webhook-response-header',
        direction: 'request',
        noun: 'webhook response header',
        isLoose: true,
        isOneText: true,
      });

import { lengthOf, type Framing, framingOf } from './framing.ts';

/** What was understood of an answer. */
export interface Answer {
  status: number;
  /** Names in lower case; a name that came twice has both values, with a comma between them. */
  headers: Record<string, string>;
  /** The first {@link AnswerLimits.bodyBytesMax} bytes of the body, as they came: nothing is unpacked. */
  body: Buffer;
  /** For how long the connection may wait for another request, in milliseconds; 0 for not at all. */
  keepAliveMs: number;
}

/** Bounds of one answer. All that a peer sends counts towards one of them. */
export interface AnswerLimits {
  /** The body is read to here; the rest is not waited for. */
  bodyBytesMax: number;
  /** Status line and headers of one answer. */
  headBytesMax: number;
  /** All interim answers (1xx) before the final one. */
  interimBytesMax: number;
  /** Beside the body: sizes and extensions of chunks, trailers. Past this the answer is cut as a long body is. */
  framingBytesMax: number;
}

/** An answer of which no status can be taken. The message says what the receiver has to mend. */
export class AnswerFault extends Error {}

const keepAliveMaxMs = 15_000;
/** Taken off what the peer announces: it closes while a request is on its way otherwise. */
const keepAliveMarginMs = 1000;
const shownMax = 40;
const token = /^[!#$%&'*+.^_`|~\w-]+$/;
const statusLine = /^HTTP\/(\d+)(?:\.(\d+))?[ \t]+(\d+)(?:[ \t]|$)/i;
const chunkSize = /^[ \t]*([\da-f]{1,12})[ \t]*(?:;|$)/i;

/** Bytes as a person can read them. */
const shown = (text: string): string => {
  const line = text.slice(0, shownMax).replace(/[\r\n][^]*$/, '');
  const escaped = line.replaceAll(
    /[^\x20-\x7e]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `“${escaped}”`;
};

// A record of TLS: its type, and 3 as the first byte of its version. RFC 8446, 5.1.
const isTls = (start: string): boolean => {
  const [type = 0, major = 0] = Buffer.from(start.slice(0, 2), 'latin1');
  return type >= 20 && type <= 23 && major === 3;
};

// The first frame of a server: its settings. RFC 9113, 3.4 and 4.1.
const isHttp2 = (start: string): boolean => start.charCodeAt(0) === 0 && start.charCodeAt(3) === 4;

const notHttp = (start: string): AnswerFault => {
  const began = `it began with ${shown(start)}`;
  if (isTls(start))
    return new AnswerFault(
      `The answer is not HTTP but TLS: ${began}. If the receiver serves https, the URL has to begin with https.`,
    );
  if (isHttp2(start))
    return new AnswerFault(`The answer is HTTP/2, which was not asked for: ${began}. HTTP/1.1 is needed.`);
  return new AnswerFault(`The answer is not HTTP: ${began}.`);
};

type State =
  | 'status'
  | 'headers'
  | 'body'
  | 'until-close'
  | 'chunk-size'
  | 'chunk'
  | 'chunk-end'
  | 'trailers'
  | 'done';

/**
 * Reads one answer to a POST: RFC 9110 and 9112, lenient where the status is beyond doubt. Interim answers are dropped;
 * folded headers, bare line feeds, lines without a colon, a doubled equal length and chunks beside a length are taken. A
 * connection on which anything was odd is not used again, so nothing odd can be mistaken for the next answer.
 */
export class AnswerReader {
  readonly #limits: AnswerLimits;
  readonly #headers = new Map<string, string>();
  #body: Buffer = Buffer.alloc(0);
  #state: State = 'status';
  #line = '';
  #lastName = '';
  #status = 0;
  #isHttp11 = false;
  #isClean = true;
  #isUnsure = false;
  #isHttp = false;
  #hasBytes = false;
  #headBytes = 0;
  #interimBytes = 0;
  #framingBytes = 0;
  #bodyBytes = 0;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #due = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** Whether the answer is complete, or as long as it is read. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** Whether anything came at all. */
  get hasBegun(): boolean {
    return this.#hasBytes;
  }

  /** Whether the status is known and only the peer's closing, or nothing for sure, says where the answer ends. */
  get endsUnsurely(): boolean {
    return this.#state === 'until-close' || (this.#isUnsure && this.#state !== 'done');
  }

  /** What is being waited for, in a few words. */
  get awaited(): string {
    if (this.#state === 'headers' || this.#line !== '') return 'the headers did not end';
    if (this.#state !== 'status') return 'the body did not end';
    return this.#interimBytes > 0 ? 'only interim answers (1xx) came' : 'nothing came';
  }

  /** Takes what arrived. Throws {@link AnswerFault} for what no status can be taken of. */
  push(chunk: Buffer): void {
    this.#hasBytes = true;
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'done') {
        // Nobody asked for more: it may not be taken for the next answer.
        this.#isClean = false;
        return;
      }
      at = this.#isInBody() ? this.#takeBody(chunk, at) : this.#takeLine(chunk, at);
    }
  }

  /** The peer closed, or is not waited for any longer; `false` when that leaves the answer incomplete. */
  end(): boolean {
    this.#isClean = false;
    if (this.endsUnsurely) this.#state = 'done';
    return this.#state === 'done';
  }

  /** The answer, once it is done. */
  take(): Answer {
    return {
      status: this.#status,
      headers: Object.fromEntries(this.#headers),
      body: this.#body.subarray(0, this.#bodyBytes),
      keepAliveMs: this.#keepAliveMs(),
    };
  }

  #keepAliveMs(): number {
    if (!this.#isClean || !this.#isHttp11) return 0;
    if (/\bclose\b/i.test(this.#headers.get('connection') ?? '')) return 0;
    const announced = /\btimeout=(\d{1,9})/i.exec(this.#headers.get('keep-alive') ?? '')?.[1];
    return announced === undefined
      ? keepAliveMaxMs
      : Math.max(0, Math.min(keepAliveMaxMs, Number(announced) * 1000 - keepAliveMarginMs));
  }

  #isInBody(): boolean {
    return this.#state === 'body' || this.#state === 'chunk' || this.#state === 'until-close';
  }

  #takeLine(chunk: Buffer, from: number): number {
    const feed = chunk.indexOf(10, from);
    const to = feed < 0 ? chunk.length : feed;
    if (!this.#count((feed < 0 ? to : to + 1) - from)) return chunk.length;
    this.#line += chunk.toString('latin1', from, to);
    if (!this.#isHttp) this.#assertHttp(feed >= 0);
    if (feed < 0) return to;
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    this.#takeWholeLine(line);
    return to + 1;
  }

  /** Counts bytes that are no body; `false` when the answer ends with them. */
  #count(bytes: number): boolean {
    if (this.#state === 'status' || this.#state === 'headers') {
      this.#headBytes += bytes;
      if (this.#headBytes > this.#limits.headBytesMax)
        throw new AnswerFault('The headers of the answer are too large.');
      return true;
    }
    this.#framingBytes += bytes;
    if (this.#framingBytes > this.#limits.framingBytesMax) this.#cut();
    return this.#state !== 'done';
  }

  // Said as soon as it is certain: whoever speaks something else may wait for us to go on.
  #assertHttp(isWhole: boolean): void {
    const start = this.#line.slice(0, 5).toUpperCase();
    this.#isHttp = start === 'HTTP/';
    if (this.#isHttp || start === '' || start === '\r') return;
    if (isWhole || !'HTTP/'.startsWith(start)) throw notHttp(this.#line);
  }

  #takeWholeLine(line: string): void {
    if (this.#state === 'status') this.#takeStatus(line);
    else if (this.#state === 'headers') this.#takeHeader(line);
    else if (this.#state === 'chunk-size') this.#takeChunkSize(line);
    else if (this.#state === 'trailers') this.#state = line === '' ? 'done' : 'trailers';
    else if (line === '') this.#state = 'chunk-size';
    else this.#cut();
  }

  #takeStatus(line: string): void {
    // RFC 9112, 2.2: an empty line before the first one is left over from something else.
    if (line === '') {
      this.#isClean = false;
      return;
    }
    const [, major, minor, digits = ''] = statusLine.exec(line) ?? [];
    if (!/^[1-9]\d\d$/.test(digits))
      throw new AnswerFault(
        digits === ''
          ? `The status line of the answer is not valid: ${shown(line)}.`
          : `The answer has the status ${digits.slice(0, shownMax)}; one of 100 to 599 is needed.`,
      );
    this.#status = Number(digits);
    this.#isHttp11 = major === '1' && minor === '1';
    this.#headers.clear();
    this.#lastName = '';
    this.#state = 'headers';
  }

  #takeHeader(line: string): void {
    if (line === '') {
      this.#endHead();
      return;
    }
    const isFolded = line.startsWith(' ') || line.startsWith('\t');
    const colon = isFolded ? -1 : line.indexOf(':');
    const name = isFolded ? this.#lastName : line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (isFolded || !token.test(name)) this.#isClean = false;
    if (!token.test(name)) return;
    const value = line
      .slice(colon + 1)
      .replaceAll(/[\r\0]/g, ' ')
      .trim();
    const before = this.#headers.get(name);
    // RFC 9112, 5.2: a folded line goes on with a space.
    this.#headers.set(name, before === undefined ? value : `${before}${isFolded ? ' ' : ', '}${value}`);
    this.#lastName = name;
  }

  #endHead(): void {
    if (this.#status < 200 && this.#status !== 101) {
      this.#interimBytes += this.#headBytes;
      this.#headBytes = 0;
      if (this.#interimBytes > this.#limits.interimBytesMax)
        throw new AnswerFault('Too many interim answers (1xx) came before the answer.');
      this.#headers.clear();
      this.#state = 'status';
      return;
    }
    this.#beginBody(framingOf(this.#status, this.#headers));
  }

  #beginBody(framing: Framing): void {
    if (framing.kind === 'faulty') throw new AnswerFault(framing.reason);
    this.#isClean &&= !framing.isOdd;
    this.#isUnsure = framing.isUnsure;
    if (framing.kind === 'chunked') this.#state = 'chunk-size';
    else if (framing.kind === 'until-close') this.#state = 'until-close';
    else {
      this.#due = lengthOf(framing);
      this.#state = this.#due === 0 ? 'done' : 'body';
    }
  }

  #takeChunkSize(line: string): void {
    const size = chunkSize.exec(line)?.[1];
    if (size === undefined) {
      this.#cut();
      return;
    }
    this.#due = Number.parseInt(size, 16);
    this.#state = this.#due === 0 ? 'trailers' : 'chunk';
  }

  #takeBody(chunk: Buffer, from: number): number {
    const wanted =
      this.#state === 'until-close' ? chunk.length - from : Math.min(this.#due, chunk.length - from);
    const room = this.#limits.bodyBytesMax - this.#bodyBytes;
    const kept = Math.min(wanted, room);
    this.#keep(chunk, from, kept);
    this.#due -= wanted;
    if (kept < wanted) this.#cut();
    else if (this.#state !== 'until-close' && this.#due === 0)
      this.#state = this.#state === 'chunk' ? 'chunk-end' : 'done';
    return from + wanted;
  }

  // Copied into one block, however small the pieces: what arrives is a window of a larger one, which would be held.
  #keep(chunk: Buffer, from: number, bytes: number): void {
    const needed = this.#bodyBytes + bytes;
    if (needed > this.#body.length) {
      const larger = Buffer.allocUnsafe(
        Math.min(this.#limits.bodyBytesMax, Math.max(needed, this.#body.length * 2)),
      );
      this.#body.copy(larger, 0, 0, this.#bodyBytes);
      this.#body = larger;
    }
    chunk.copy(this.#body, this.#bodyBytes, from, from + bytes);
    this.#bodyBytes = needed;
  }

  /** The status is known; what is left of the answer is not worth reading, or cannot be read. */
  #cut(): void {
    this.#isClean = false;
    this.#state = 'done';
  }
}

/** How a stream is opened; answers what closes it. */
type OpenStream = (on: {
  started: () => void;
  changed: () => void;
  lost: () => void;
  failed: () => void;
}) => {
  unsubscribe: () => void;
};

interface Listener {
  changed: () => void;
  stateChanged: () => void;
}

/** From one page to the next the stream stays open. */
const lingerMs = 2000;
/** A stream that was refused is tried again after this; until then lists are asked for as if there were none. */
const retryMs = 30_000;

/**
 * One stream of the server for all that watch a topic on this page: a browser opens six connections to a server and no more.
 * It is closed while the page is hidden; each time that it opens is told as a change.
 */
export class TopicStream {
  readonly #open: OpenStream;
  readonly #listeners = new Set<Listener>();
  #stream: { unsubscribe: () => void } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isUp = false;

  constructor(open: OpenStream) {
    this.#open = open;
    document.addEventListener('visibilitychange', () => this.#settle());
  }

  /** Whether changes are told at this moment. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Listens until the answer is called. */
  join(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#settle();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#later(lingerMs);
    };
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), ms);
  }

  /** Opens or closes it, as it is wanted now. */
  #settle(): void {
    clearTimeout(this.#timer);
    const isWanted = this.#listeners.size > 0 && document.visibilityState === 'visible';
    if (isWanted && this.#stream === null) this.#start();
    if (!isWanted) this.#close();
  }

  #start(): void {
    this.#stream = this.#open({
      started: () => {
        this.#setUp(true);
        // What changed since the page asked, or since the last stream was lost, was told to nobody.
        this.#tellChange();
      },
      changed: () => this.#tellChange(),
      lost: () => this.#setUp(false),
      failed: () => {
        this.#close();
        this.#later(retryMs);
      },
    });
  }

  #close(): void {
    const stream = this.#stream;
    this.#stream = null;
    stream?.unsubscribe();
    this.#setUp(false);
  }

  #tellChange(): void {
    for (const { changed } of this.#listeners) changed();
  }

  #setUp(isUp: boolean): void {
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    for (const { stateChanged } of this.#listeners) stateChanged();
  }
}

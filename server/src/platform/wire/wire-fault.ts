/** How a call fails by itself, before or beside what the system says; {@link WireFault.code} is one of these. */
export type WireFaultCode =
  | 'CONNECT_TIMEOUT'
  | 'TLS_TIMEOUT'
  | 'TLS_CLOSED'
  | 'CLOSED'
  | 'NO_FREE_CONNECTION'
  | 'HEADER_INVALID';

/** A failure of a connection that has no code of the system. */
export class WireFault extends Error {
  readonly code: WireFaultCode;

  constructor(code: WireFaultCode) {
    super(code);
    this.code = code;
  }
}

/** The receiver closed a connection that was used before, without a byte of an answer: it may just have been idle. */
export class StaleConnection extends Error {}

/** The answer was not complete in time. `awaited` says what was being waited for, in a few words. */
export class DeadlineFault extends Error {
  readonly awaited: string;

  constructor(awaited: string) {
    super(awaited);
    this.awaited = awaited;
  }
}

/** Why a name gave no address. */
export type NameFaultCode =
  /** Its servers say that there is no such name. */
  | 'NO_SUCH_NAME'
  /** The name exists and has no address. */
  | 'NO_ADDRESS'
  /** No name server can look such a name up. */
  | 'BAD_NAME'
  /** The servers of the name did not answer in time, and those of other names do. */
  | 'NAME_TIMEOUT'
  /** The servers of the name fail, and those of other names do not. */
  | 'NAME_SERVER_FAILED'
  /** Our own name server does not answer, or for nobody. */
  | 'OWN_NAME_SERVER'
  /** Other look-ups of the same owner were in the way. */
  | 'LOOKUPS_BUSY';

/** A name that gave no address. */
export class NameFault extends Error {
  readonly code: NameFaultCode;
  readonly hostname: string;

  constructor(code: NameFaultCode, hostname: string) {
    super(`${code} ${hostname}`);
    this.code = code;
    this.hostname = hostname;
  }

  /** Whether the owner of the name could not have done anything about it. */
  get isOurs(): boolean {
    return this.code === 'OWN_NAME_SERVER' || this.code === 'LOOKUPS_BUSY';
  }
}

/** An error of SQLite that crossed a thread, or that we say in its place, with its code. */
export class SqliteFailure extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

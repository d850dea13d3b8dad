/** A view as it arrives over tRPC, whose types let a field of unknown content be left out. */
export type Received<View extends { example: unknown }> = Omit<View, 'example'> & { example?: unknown };

/** How a request came to us, beyond who calls: what signing in is judged by. */
export interface Visit {
  /** The `Cookie` header. */
  cookies: string | undefined;
  /** What the caller calls itself: `User-Agent`, cut after 256 characters. */
  agent: string | null;
  /** Whether a proxy that PARLEY_TRUST_PROXY does not name says that it passes the request on: many may share its address. */
  isForwarded: boolean;
}

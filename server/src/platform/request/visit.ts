/** How a request came to us, beyond who calls: what signing in is judged by. */
export interface Visit {
  /** The `Cookie` header. */
  cookies: string | undefined;
  /** Whether a proxy that PARLEY_TRUST_PROXY does not name says that it passes the request on: many may share its address. */
  isForwarded: boolean;
}

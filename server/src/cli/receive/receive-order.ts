/** What `parley receive` was asked. */
export interface ReceiveOrder {
  /** 0 for a free one. */
  port: number;
  /** `whsec_…` and `whpk_…` that may have signed; none: nothing is verified. */
  secrets: readonly string[];
  /** What is answered; 200 unless it says. Of failures, 500. */
  status?: number;
  /** How many of the first are answered with an error. */
  failures: number;
  isOnce: boolean;
  isJson: boolean;
}

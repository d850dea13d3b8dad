import type { Page } from 'playwright-core';

/** What a page took over the network. */
export interface Transferred {
  /** Bytes of answers, head and body, as they came. */
  bytes: number;
  /** How many answers. */
  count: number;
  /** Bytes of bodies after they were decoded. */
  decodedBytes: number;
}

/** Counts what a page takes over the network from now on; ask for it when the page is at rest. */
export const countTransferred = async (page: Page): Promise<() => Transferred> => {
  const session = await page.context().newCDPSession(page);
  const sum: Transferred = { bytes: 0, count: 0, decodedBytes: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sum.bytes += encodedDataLength;
    sum.count += 1;
  });
  session.on('Network.dataReceived', ({ dataLength }) => {
    sum.decodedBytes += dataLength;
  });
  await session.send('Network.enable');
  return () => ({ ...sum });
};

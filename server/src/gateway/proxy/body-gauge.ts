import { Transform, type TransformCallback } from 'node:stream';

/** That a body is larger than its route takes. */
export class BodyTooLarge extends Error {}

/**
 * Passes a body on and counts it. It stands between the caller and the upstream: when the upstream fails, what is destroyed
 * is this, and the caller can still be answered.
 */
export class BodyGauge extends Transform {
  #left: number;

  constructor(bytesMax: number) {
    super({ readableHighWaterMark: 64 * 1024, writableHighWaterMark: 64 * 1024 });
    this.#left = bytesMax;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#left -= chunk.length;
    if (this.#left < 0) done(new BodyTooLarge());
    else done(null, chunk);
  }
}

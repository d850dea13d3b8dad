import type { z } from 'zod';
import { RestFailure } from '../problem/rest-failure.ts';

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Posts `body` as JSON over REST with the session of the reader, for what is larger than a tRPC call may be.
 * `onProgress` hears which part of it was sent, 0 to 1. Rejects with a {@link RestFailure}.
 */
export async function sendJson<Answer>(
  path: string,
  body: unknown,
  answer: z.ZodType<Answer>,
  onProgress: (part: number) => void,
): Promise<Answer> {
  // `fetch` does not tell how far an upload is.
  const request = new XMLHttpRequest();
  const ended = new Promise<void>((resolve) => request.addEventListener('loadend', () => resolve()));
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0));
  request.open('POST', path);
  request.setRequestHeader('Content-Type', 'application/json');
  request.send(JSON.stringify(body));
  await ended;
  const received = bodyOf(request.responseText);
  if (request.status < 200 || request.status > 299) throw new RestFailure(received);
  return answer.parse(received);
}

const name = 'parley-confirmed';

/** Tells the other tabs of this console that its reader has shown again that it is them. */
export function tellConfirmed(): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage('confirmed');
  channel.close();
}

/** Calls `then` each time that another tab tells so; answers what ends that. */
export function hearConfirmed(then: () => void): () => void {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', then);
  return () => channel.close();
}

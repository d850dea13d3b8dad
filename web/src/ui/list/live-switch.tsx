import { Switch } from '@mantine/core';

/** Lets the list keep up with the server, or hold still. */
export function LiveSwitch({ isLive, setLive }: { isLive: boolean; setLive: (isLive: boolean) => void }) {
  return <Switch label="Live" checked={isLive} onChange={(event) => setLive(event.currentTarget.checked)} />;
}

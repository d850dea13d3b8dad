import { Anchor } from '@mantine/core';
import classes from './text-link.module.css';

/** An address to write to. */
export function MailLink({ address }: { address: string }) {
  return (
    <Anchor href={`mailto:${address}`} inherit underline="always" className={classes.link ?? ''}>
      {address}
    </Anchor>
  );
}

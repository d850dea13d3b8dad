import { Anchor } from '@mantine/core';
import type { MatrixRow } from '@parley/shared/contracts/contract-matrix';
import classes from './matrix.module.css';

/** Whom to write to about a consumer: who answers for it, and who builds it. */
export function ContactLinks({ of: { contactEmail, technicalEmail } }: { of: MatrixRow }) {
  if (!contactEmail && !technicalEmail)
    return <span className={`${classes.contact} ${classes.none}`}>No address</span>;
  return (
    <>
      {contactEmail && <Contact address={contactEmail} purpose="owner" />}
      {technicalEmail && technicalEmail !== contactEmail && (
        <Contact address={technicalEmail} purpose="technical" />
      )}
    </>
  );
}

function Contact({ address, purpose }: { address: string; purpose: string }) {
  return (
    <span className={classes.contact}>
      <Anchor href={`mailto:${address}`} fz={12} underline="always">
        {address}
      </Anchor>{' '}
      <span className={classes.none}>{purpose}</span>
    </span>
  );
}

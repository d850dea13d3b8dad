import { Button, type ButtonProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Props = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style'> & { ref?: Ref<HTMLAnchorElement> };

function MantineButton(props: Props) {
  return <Button component="a" {...props} />;
}

const Link = createLink(MantineButton);

/** A link to a page of the console that looks like a button, typed by the routes. */
export const ButtonLink: LinkComponent<typeof MantineButton> = (props) => (
  <Link preload="intent" {...props} />
);

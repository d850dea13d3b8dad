import { PageHeader } from '../../ui/page/page-header.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageHeader
        title="There is no such page"
        isNowhere
        description="The address may be misspelt, or the page has moved."
      />
      <TextLink to="/">Go to the start page</TextLink>
    </>
  );
}

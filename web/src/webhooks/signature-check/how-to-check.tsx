import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';

const keepRaw = `// Express: before any other body parser
app.post('/webhooks', express.raw({ type: '*/*' }), (request, response) => {
  console.log(request.headers, request.body.toString('base64'));
});`;

const steps = [
  {
    title: 'Choose the endpoint',
    text: 'Parley knows its secret, the one before a rotation, and those of its neighbours.',
  },
  {
    title: 'Print the request where it arrives',
    text: 'The bytes count, not their meaning: a parser that ran before has changed them already.',
    code: keepRaw,
  },
  {
    title: 'Paste headers and body',
    text: 'Where Parley still has the event, the body is compared with the one that was sent, byte for byte.',
  },
  {
    title: 'Add the secret of the receiver',
    text: 'If everything else is right, the receiver verifies with another secret: paste it, and learn whose it is.',
  },
];

/** What the page needs and where it comes from, in place of the report. */
export function HowToCheck() {
  return (
    <Section title="The verdict" flush>
      <EmptyState
        title="Nothing checked yet"
        text="The answer tells which of secret, raw body, clock, prefix or headers was wrong, and what to do about it."
        steps={steps}
      />
    </Section>
  );
}

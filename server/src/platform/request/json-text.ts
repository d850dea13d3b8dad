/**
 * JSON that is passed on as it is: neither parsed nor written again, which would hold the event loop for as long as the
 * text is large. A value of an answer whose procedure says `answersText`.
 */
export class JsonText {
  // What it stands for is an object of JSON, and schemas of answers take it for one.
  [key: string]: unknown;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The JSON of an answer in UTF-8, with every field of {@link JsonText} as it is, between `before` and `after`. */
export const writeJson = (answer: object, before = '', after = ''): Buffer => {
  const fields = Object.entries(answer).map(
    ([name, value]) =>
      `${JSON.stringify(name)}:${value instanceof JsonText ? value.text : JSON.stringify(value)}`,
  );
  // A socket that is given text takes ten times as long to make bytes of it.
  return Buffer.from(`${before}{${fields.join(',')}}${after}`);
};

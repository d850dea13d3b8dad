/** What the server takes as a contract: the text of one file, or several files and which of them is the first. */
export type ContractBody = { document: string } | { files: Record<string, string>; entry: string };

const entryNames = /^(?:openapi|swagger|index|main|api)\.(?:json|ya?ml)$/i;
const rootKey = /^\s*["']?(?:openapi|swagger)["']?\s*:|^\s*\{\s*"(?:openapi|swagger)"/m;

/** The path of a file as it was chosen: with its folders when a folder was. */
export function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

const documentNames = /\.(?:json|ya?ml)$/i;

/** The files of a folder that can be part of a contract. */
export function documentsIn(files: readonly File[]): File[] {
  return files.filter(({ name }) => documentNames.test(name));
}

/** Which file is most likely the first: named as one is, or beginning as one does. */
export async function guessEntry(files: readonly File[]): Promise<string | undefined> {
  const named = files.find(({ name }) => entryNames.test(name));
  if (named) return pathOf(named);
  for (const file of files) if (rootKey.test(await file.slice(0, 2000).text())) return pathOf(file);
  return files[0] && pathOf(files[0]);
}

/** The chosen files as the server takes them. */
export async function bodyOf(files: readonly File[], entry: string): Promise<ContractBody> {
  const [only, ...others] = files;
  if (only && others.length === 0) return { document: await only.text() };
  const texts = await Promise.all(files.map(async (file) => [pathOf(file), await file.text()] as const));
  return { files: Object.fromEntries(texts), entry };
}

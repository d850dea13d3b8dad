import { Select, Switch } from '@mantine/core';
import { ContractFileDrop } from './contract-file-drop.tsx';
import { pathOf } from './contract-files.ts';
import type { ContractFiles } from './use-contract-files.ts';

/** Takes one file, several, or a folder; and of several, which is the first. */
export function ContractFilesInput({
  chosen: { files, entry, setEntry, isFolder, setFolder, choose },
  error,
  onChange,
}: {
  chosen: ContractFiles;
  error: string | null;
  onChange: () => void;
}) {
  return (
    <>
      <ContractFileDrop
        {...{ files, isFolder, error }}
        onChoose={(next) => {
          onChange();
          void choose(next);
        }}
      />
      <Switch
        label="A whole folder, for files that refer to each other across folders"
        checked={isFolder}
        onChange={({ currentTarget }) => setFolder(currentTarget.checked)}
      />
      {files.length > 1 && (
        <Select
          label="First file"
          description="The one that begins with “openapi”; the others are read where it refers to them."
          data={files.map(pathOf)}
          value={entry}
          onChange={(next) => setEntry(next ?? '')}
        />
      )}
    </>
  );
}

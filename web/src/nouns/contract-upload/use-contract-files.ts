import { useState } from 'react';
import { documentsIn, guessEntry } from './contract-files.ts';

/** The files that somebody chose as a contract, and which of them is the first. */
export interface ContractFiles {
  files: readonly File[];
  entry: string;
  setEntry: (path: string) => void;
  isFolder: boolean;
  setFolder: (isFolder: boolean) => void;
  choose: (files: File[]) => Promise<void>;
}

/** Keeps what was chosen. Of a folder, only what can be part of a contract. */
export function useContractFiles(): ContractFiles {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [entry, setEntry] = useState('');
  const [isFolder, setIsFolder] = useState(false);
  return {
    files,
    entry,
    setEntry,
    isFolder,
    setFolder: (next) => {
      setIsFolder(next);
      setFiles([]);
    },
    choose: async (chosen) => {
      const documents = isFolder ? documentsIn(chosen) : chosen;
      setFiles(documents);
      setEntry((await guessEntry(documents)) ?? '');
    },
  };
}

import { CheckView, ContractVersionView } from '@parley/shared/contracts/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { sendJson } from '../../lib/rest/send-json.ts';
import { bodyOf } from './contract-files.ts';

/** What is sent: the chosen files, and which of them is the first. */
interface Sending {
  files: readonly File[];
  entry: string;
}

/** Sends files to be checked, or to become a version whose page then opens. `part` is how much was sent, 0 to 1. */
export function useSendContract(slug: string, act: 'check' | 'upload') {
  const navigate = useNavigate();
  const [part, setPart] = useState(0);
  const root = `/v1/apis/${encodeURIComponent(slug)}`;
  const check = useMutation({
    mutationFn: async ({ files, entry }: Sending) =>
      sendJson(`${root}/check`, await bodyOf(files, entry), CheckView, setPart),
  });
  const upload = useMutation({
    mutationFn: async ({ files, entry }: Sending) =>
      sendJson(`${root}/versions`, await bodyOf(files, entry), ContractVersionView, setPart),
    onSuccess: async ({ id }) => {
      for (const room of [api.api, api.contract, api.contractChange, api.contractImpact])
        void queryClient.invalidateQueries(room.pathFilter());
      await navigate({ to: '/apis/$slug/versions/$id', params: { slug, id } });
    },
  });
  const { mutate, reset, error, isPending } = act === 'check' ? check : upload;
  return {
    send: (sending: Sending) => {
      setPart(0);
      mutate(sending);
    },
    reset,
    error,
    isPending,
    part,
    checked: check.data,
  };
}

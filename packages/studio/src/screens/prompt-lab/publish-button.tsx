import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isConsoleError } from '../../api/console-error.ts';
import { useClient, useSession } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { DraftSaver } from './model/draft-saver.ts';

/** Publishes the draft; a gate that is not met says why and offers the way out. */
export function PublishButton({
  appId,
  saver,
}: {
  readonly appId: string;
  readonly saver: DraftSaver;
}) {
  const text = useText();
  const client = useClient();
  const toast = useToast();
  const queries = useQueryClient();
  const { role } = useSession().account;
  const [refusal, setRefusal] = useState<string | null>(null);
  const publish = useMutation({
    async mutationFn(overrideGate: boolean) {
      await saver.flush();
      return client.call('publish', { params: { appId }, body: { overrideGate } });
    },
    async onSuccess({ number }) {
      setRefusal(null);
      toast({ tone: 'good', message: text('lab.published', { number }) });
      await queries.invalidateQueries({ queryKey: ['app', appId] });
    },
    onError(error) {
      if (isConsoleError(error) && error.code === 'publish_gate_unmet') setRefusal(error.message);
      else toast({ tone: 'danger', message: errorWords(error, text) });
    },
  });
  const isAdmin = role === 'owner' || role === 'admin';
  return (
    <>
      <Button look="primary" busy={publish.isPending} onClick={() => publish.mutate(false)}>
        {text('lab.publish')}
      </Button>
      <Dialog
        open={refusal !== null}
        size="s"
        onClose={() => setRefusal(null)}
        title={text('lab.notPublished')}
        description={refusal}
        actions={
          <>
            <Link to="/apps/$appId/tests" params={{ appId }}>
              {text('lab.toTests')}
            </Link>
            {isAdmin && (
              <Button look="danger" busy={publish.isPending} onClick={() => publish.mutate(true)}>
                {text('lab.publishAnyway')}
              </Button>
            )}
          </>
        }
      />
    </>
  );
}

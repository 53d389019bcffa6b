import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Field } from '../../ui/field.tsx';
import { IconChoice } from '../../ui/icon-choice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextArea, TextInput } from '../../ui/text-input.tsx';
import { useAppActions, type AppSummary } from './use-apps.ts';

/** Name, description, sign and tags of an app. */
export function EditAppDialog({
  app,
  onClose,
}: {
  readonly app: AppSummary;
  readonly onClose: () => void;
}) {
  const text = useText();
  const client = useClient();
  const { refresh } = useAppActions();
  const [name, setName] = useState(app.name);
  const [description, setDescription] = useState(app.description);
  const [icon, setIcon] = useState(app.icon);
  const [iconBackground, setIconBackground] = useState(app.iconBackground);
  const [tags, setTags] = useState(app.tags.join(', '));
  const save = useMutation({
    mutationFn: () =>
      client.call('updateApp', {
        params: { appId: app.id },
        body: { name, description, icon, iconBackground, tags: tagsOf(tags) },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('apps.editDetails')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button
            look="primary"
            busy={save.isPending}
            disabled={name.trim() === ''}
            onClick={() => save.mutate()}
          >
            {text('common.save')}
          </Button>
        </>
      }
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <IconChoice
          icon={icon}
          background={iconBackground}
          onChange={(next) => {
            setIcon(next.icon);
            setIconBackground(next.background);
          }}
        />
        <Field label={text('apps.name')} required>
          {(ids) => <TextInput {...ids} value={name} onChange={setName} maxLength={200} />}
        </Field>
        <Field label={text('apps.description')}>
          {(ids) => (
            <TextArea {...ids} value={description} onChange={setDescription} maxLength={2000} />
          )}
        </Field>
        <Field label={text('apps.tags')} hint={text('apps.tagsHint')}>
          {(ids) => <TextInput {...ids} value={tags} onChange={setTags} />}
        </Field>
        {save.error && <Notice tone="danger">{errorWords(save.error, text)}</Notice>}
      </div>
    </Dialog>
  );
}

/** Tags are parted by commas, also Chinese ones. */
function tagsOf(words: string): string[] {
  return [
    ...new Set(
      words
        .split(/[,，、]/)
        .map((tag) => tag.trim().slice(0, 80))
        .filter((tag) => tag !== ''),
    ),
  ].slice(0, 50);
}

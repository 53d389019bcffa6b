import { useNavigate } from '@tanstack/react-router';
import { useText } from '../../text/text-context.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { BlankApp } from './blank-app.tsx';
import { DescribedApp } from './described-app.tsx';
import { ImportApp } from './import-app.tsx';
import styles from './new-app-dialog.module.css';
import type { NewAppStart } from './new-app-starts.ts';
import { TemplateGallery } from './template-gallery.tsx';
import { useAppActions } from './use-apps.ts';

interface NewAppDialogProps {
  readonly start: NewAppStart;
  /** A file that was dropped on the gallery. */
  readonly file: File | null;
  readonly onClose: () => void;
}

export function NewAppDialog({ start, file, onClose }: NewAppDialogProps) {
  const text = useText();
  const navigate = useNavigate();
  const { refresh } = useAppActions();
  const onMade = (appId: string): void => {
    void refresh();
    void navigate({ to: '/apps/$appId', params: { appId } });
  };
  return (
    <Dialog open onClose={onClose} size="l" title={text('apps.new')}>
      <Tabs<NewAppStart>
        className={styles['tabs']}
        label={text('apps.new')}
        value={start}
        onChange={(create) => void navigate({ to: '/apps', search: { create }, replace: true })}
        tabs={[
          {
            value: 'template',
            label: text('apps.fromTemplate'),
            icon: 'template',
            content: <TemplateGallery onMade={onMade} />,
          },
          {
            value: 'blank',
            label: text('apps.blank'),
            icon: 'add',
            content: <BlankApp onMade={onMade} />,
          },
          {
            value: 'description',
            label: text('apps.fromDescription'),
            icon: 'sparkle',
            content: <DescribedApp onMade={onMade} />,
          },
          {
            value: 'file',
            label: text('apps.fromFile'),
            icon: 'upload',
            content: <ImportApp file={file} onMade={onMade} />,
          },
        ]}
      />
    </Dialog>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useClient } from '../../app/session.tsx';
import { useDefaultModel } from '../../models/default-model.ts';
import type { Template } from '../../templates/template.ts';
import { templates } from '../../templates/templates.ts';
import { useTexts } from '../../text/text-context.tsx';
import { AppIcon } from '../../ui/app-icon.tsx';
import { errorWords } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './new-app-dialog.module.css';

/** Apps to begin with, made for the model that is the default here. */
export function TemplateGallery({ onMade }: { readonly onMade: (appId: string) => void }) {
  const { text, language } = useTexts();
  const client = useClient();
  const model = useDefaultModel();
  const make = useMutation({
    mutationFn: async (template: Template) => {
      const content = template.build({
        language,
        model: model.data ?? { provider: 'openai', name: 'gpt-4o-mini' },
      });
      return await client.call('importApp', { body: { content, publish: true } });
    },
    onSuccess: ({ app }) => onMade(app.id),
  });
  return (
    <div className={styles['part']}>
      {model.data === null && <Notice tone="warn">{text('apps.noModelYet')}</Notice>}
      {make.error && <Notice tone="danger">{errorWords(make.error, text)}</Notice>}
      <ul className={styles['cards']}>
        {templates.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className={styles['card']}
              disabled={make.isPending}
              onClick={() => make.mutate(template)}
            >
              <AppIcon icon={template.icon} background={template.background} />
              <span className={styles['cardWords']}>
                <span className={styles['cardName']}>{template.title[language]}</span>
                <span className={styles['cardHint']}>{template.description[language]}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { DefaultModels } from './default-models.tsx';
import { ModelList } from './model-list.tsx';
import styles from './models-screen.module.css';
import { Providers } from './providers.tsx';

type View = 'providers' | 'models' | 'defaults';

/** Where models come from, which there are, and which one is taken when nobody says. */
export function ModelsScreen() {
  const text = useText();
  const [view, setView] = useState<View>('providers');
  return (
    <div className={styles['screen']}>
      <h1 className={styles['title']}>{text('models.title')}</h1>
      <Tabs<View>
        label={text('models.title')}
        value={view}
        onChange={setView}
        tabs={[
          { value: 'providers', label: text('models.providers'), content: <Providers /> },
          { value: 'models', label: text('models.all'), content: <ModelList /> },
          { value: 'defaults', label: text('models.defaults'), content: <DefaultModels /> },
        ]}
      />
    </div>
  );
}

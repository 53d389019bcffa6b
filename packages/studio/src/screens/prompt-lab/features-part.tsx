import { useText } from '../../text/text-context.tsx';
import { Checkbox, Switch } from '../../ui/switch.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea, TextInput } from '../../ui/text-input.tsx';
import type { EditorStore } from '../canvas/model/editor-store.ts';
import { settingsIn, textIn, textsIn } from './model/classic-config.ts';
import {
  changeFeature,
  featureOf,
  featuresFor,
  featureTitles,
  isOn,
  moderationOf,
  openingOf,
  setModeration,
  setOpening,
  switchFeature,
  type SwitchFeature,
} from './model/features.ts';
import styles from './prompt-lab.module.css';
import { useDocument } from './use-draft-editor.ts';

/** What the app offers beside its answer. */
export function FeaturesPart({ store }: { readonly store: EditorStore }) {
  const text = useText();
  const document = useDocument(store);
  const { mode } = document.profile;
  const opening = openingOf(document);
  return (
    <section className={styles['part']} aria-label={text('lab.features')}>
      <header className={styles['partHead']}>
        <h2>{text('lab.features')}</h2>
      </header>
      {mode !== 'completion' && mode !== 'workflow' && (
        <>
          <Field label={text('lab.opening')} hint={text('lab.openingHint')}>
            {(ids) => (
              <TextArea
                {...ids}
                value={opening.statement}
                onChange={(statement) => store.dispatch(setOpening({ statement }))}
              />
            )}
          </Field>
          <Field label={text('lab.suggestions')} hint={text('lab.suggestionsHint')}>
            {(ids) => (
              <TextArea
                {...ids}
                rows={3}
                value={opening.questions.join('\n')}
                onChange={(lines) =>
                  store.dispatch(setOpening({ questions: lines === '' ? [] : lines.split('\n') }))
                }
              />
            )}
          </Field>
        </>
      )}
      <ul className={styles['list']}>
        {featuresFor(mode).map((name) => (
          <li key={name} className={styles['feature']}>
            <div className={styles['featureHead']}>
              <div>
                <strong>{text(featureTitles[name])}</strong>
                <p className={styles['hint']}>{text(`lab.hint.${name}`)}</p>
              </div>
              <Switch
                label={text(featureTitles[name])}
                checked={isOn(document, name)}
                onChange={(enabled) => store.dispatch(switchFeature(name, enabled))}
              />
            </div>
            {isOn(document, name) && <Details name={name} store={store} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Details({ name, store }: { readonly name: SwitchFeature; readonly store: EditorStore }) {
  if (name === 'file_upload') return <UploadDetails store={store} />;
  if (name === 'sensitive_word_avoidance') return <ModerationDetails store={store} />;
  if (name === 'text_to_speech') return <SpeechDetails store={store} />;
  return null;
}

const fileTypes = ['image', 'document', 'audio', 'video'] as const;

function UploadDetails({ store }: { readonly store: EditorStore }) {
  const text = useText();
  const settings = featureOf(useDocument(store), 'file_upload');
  const types = textsIn(settings['allowed_file_types']);
  const { image } = settings;
  return (
    <div className={styles['details']}>
      <div className={styles['checks']}>
        {fileTypes.map((type) => (
          <Checkbox
            key={type}
            label={text(`lab.fileType.${type}`)}
            checked={types.includes(type)}
            onChange={(checked) => {
              const others = types.filter((known) => known !== type);
              store.dispatch(
                changeFeature('file_upload', {
                  allowed_file_types: checked ? [...others, type] : others,
                  ...(type === 'image'
                    ? { image: { ...settingsIn(image), enabled: checked } }
                    : {}),
                }),
              );
            }}
          />
        ))}
      </div>
      <Field label={text('lab.filesMax')}>
        {(ids) => (
          <TextInput
            {...ids}
            type="number"
            min={1}
            max={20}
            value={
              typeof settings['number_limits'] === 'number'
                ? String(settings['number_limits'])
                : '3'
            }
            onChange={(typed) => {
              const most = Math.round(Number(typed));
              if (most >= 1)
                store.dispatch(changeFeature('file_upload', { number_limits: most }, 'most'));
            }}
          />
        )}
      </Field>
    </div>
  );
}

function ModerationDetails({ store }: { readonly store: EditorStore }) {
  const text = useText();
  const settings = moderationOf(useDocument(store));
  return (
    <div className={styles['details']}>
      <Field label={text('lab.keywords')} hint={text('lab.keywordsHint')}>
        {(ids) => (
          <TextArea
            {...ids}
            value={settings.keywords}
            onChange={(keywords) => store.dispatch(setModeration({ ...settings, keywords }))}
          />
        )}
      </Field>
      {(['question', 'answer'] as const).map((side) => (
        <div key={side} className={styles['details']}>
          <Checkbox
            label={text(side === 'question' ? 'lab.checkQuestion' : 'lab.checkAnswer')}
            checked={settings[side].enabled}
            onChange={(enabled) =>
              store.dispatch(setModeration({ ...settings, [side]: { ...settings[side], enabled } }))
            }
          />
          {settings[side].enabled && (
            <TextInput
              aria-label={text('lab.preset')}
              placeholder={text('lab.preset')}
              value={settings[side].text}
              onChange={(words) =>
                store.dispatch(
                  setModeration({ ...settings, [side]: { ...settings[side], text: words } }),
                )
              }
            />
          )}
        </div>
      ))}
    </div>
  );
}

function SpeechDetails({ store }: { readonly store: EditorStore }) {
  const text = useText();
  const settings = featureOf(useDocument(store), 'text_to_speech');
  return (
    <div className={styles['details']}>
      <Field label={text('lab.voice')} hint={text('lab.voiceHint')}>
        {(ids) => (
          <TextInput
            {...ids}
            value={textIn(settings['voice'])}
            onChange={(voice) =>
              store.dispatch(changeFeature('text_to_speech', { voice }, 'voice'))
            }
          />
        )}
      </Field>
      <Checkbox
        label={text('lab.autoPlay')}
        checked={settings['autoPlay'] === 'enabled'}
        onChange={(plays) =>
          store.dispatch(
            changeFeature('text_to_speech', { autoPlay: plays ? 'enabled' : 'disabled' }),
          )
        }
      />
    </div>
  );
}

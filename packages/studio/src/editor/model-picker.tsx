import { useQuery } from '@tanstack/react-query';
import { Popover as Primitive } from 'radix-ui';
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import type { CallOutput } from '../api/console-client.ts';
import { useClient } from '../app/session.tsx';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { errorWords } from '../ui/failure.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { TextInput } from '../ui/text-input.tsx';
import styles from './model-picker.module.css';
import pickerStyles from './variable-picker.module.css';

export type ListedModel = CallOutput<'listModels'>['data'][number];

export interface ChosenModel {
  readonly provider: string;
  readonly name: string;
}

interface ModelPickerProps {
  /** Null, or of empty names = none. */
  readonly value: ChosenModel | null;
  readonly onChange: (model: ListedModel) => void;
  readonly label: string;
  /** Which models: `chat`, `embedding` … */
  readonly kind?: string;
  readonly placeholder?: string;
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
}

/** The models of a kind that can be used here. */
export function useModels(kind = 'chat') {
  const client = useClient();
  return useQuery({
    queryKey: ['models', kind],
    queryFn: ({ signal }) => client.call('listModels', { query: { kind }, signal }),
    staleTime: 60_000,
  });
}

/** Chooses a model: a field that shows it and opens a list with a search, by provider. */
export function ModelPicker({
  value,
  onChange,
  label,
  kind = 'chat',
  placeholder,
  ...control
}: ModelPickerProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const { data, error } = useModels(kind);
  const isChosen = value !== null && value.name !== '';
  const isKnown = !data || data.data.some((model) => isSameModel(model, value));
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>
        <button
          {...control}
          type="button"
          className={classNames(pickerStyles['trigger'], styles['trigger'])}
          aria-label={isChosen ? `${label}: ${value.name}` : label}
        >
          <Icon name="model" size={14} />
          {isChosen ? (
            <>
              <span className={styles['name']}>{value.name}</span>
              <span className={styles['provider']}>{providerName(value.provider)}</span>
              {!isKnown && (
                <span className={styles['unknown']} title={text('editor.modelUnknownHint')}>
                  {text('editor.modelUnknown')}
                </span>
              )}
            </>
          ) : (
            <span className={styles['placeholder']}>
              {placeholder ?? text('editor.chooseModel')}
            </span>
          )}
          <Icon name="chevronDown" size={14} />
        </button>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={pickerStyles['popover']}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          {error ? (
            <p className={pickerStyles['empty']}>{errorWords(error, text)}</p>
          ) : (
            <ModelList
              models={data?.data ?? []}
              value={value}
              onPick={(model) => {
                setOpen(false);
                onChange(model);
              }}
            />
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function ModelList({
  models,
  value,
  onPick,
}: {
  readonly models: readonly ListedModel[];
  readonly value: ChosenModel | null;
  readonly onPick: (model: ListedModel) => void;
}) {
  const text = useText();
  const id = useId();
  const [search, setSearch] = useState('');
  const found = useMemo(() => findModels(models, search), [models, search]);
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      found.findIndex((model) => isSameModel(model, value)),
    ),
  );
  const index = Math.min(active, found.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp')
      setActive((index + (key === 'ArrowDown' ? 1 : -1) + found.length) % (found.length || 1));
    else if (key === 'Enter' && found[index]) onPick(found[index]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={pickerStyles['search']}>
        <TextInput
          icon="search"
          value={search}
          onChange={(words) => {
            setSearch(words);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={text('editor.searchModels')}
          aria-label={text('editor.searchModels')}
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={found.length > 0 ? `${id}-${index}` : undefined}
          autoFocus
        />
      </div>
      {found.length === 0 && (
        <p className={pickerStyles['empty']}>
          {text(models.length === 0 ? 'editor.noModels' : 'editor.noModelFits')}
        </p>
      )}
      <div id={id} role="listbox" aria-label={text('editor.models')} className={styles['list']}>
        {found.map((model, at) => (
          <div
            key={`${model.provider} ${model.name}`}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            className={classNames(styles['row'], at === index && styles['active'])}
            onPointerMove={() => setActive(at)}
            onClick={() => onPick(model)}
          >
            <span className={styles['name']}>{model.label}</span>
            <span className={styles['provider']}>{providerName(model.provider)}</span>
            <span className={styles['facts']}>
              {featureIcons.map(
                ([feature, icon]) =>
                  model.features.includes(feature) && (
                    <span key={feature} title={text(`editor.feature.${feature}`)}>
                      <Icon name={icon} size={12} />
                    </span>
                  ),
              )}
              {model.contextTokens !== null && <span>{shortTokens(model.contextTokens)}</span>}
              {isSameModel(model, value) && <Icon name="check" size={14} />}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}

const featureIcons = [
  ['vision', 'eye'],
  ['tools', 'tool'],
  ['reasoning', 'sparkle'],
] as const satisfies readonly (readonly [string, IconName])[];

export function isSameModel(model: ChosenModel, other: ChosenModel | null): boolean {
  return other !== null && model.provider === other.provider && model.name === other.name;
}

/** `openai` of `langgenius/openai/openai`. */
export function providerName(provider: string): string {
  return provider.split('/').at(-1) ?? provider;
}

function findModels(models: readonly ListedModel[], search: string): readonly ListedModel[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(({ label, name, provider }) =>
    words.every((word) => `${label} ${name} ${provider}`.toLowerCase().includes(word)),
  );
}

/** `128K`, `1M`. */
function shortTokens(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.round(tokens / 100_000) / 10}M`;
  return tokens >= 1000 ? `${Math.round(tokens / 1000)}K` : String(tokens);
}

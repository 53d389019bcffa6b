import { useText } from '../../text/text-context.tsx';
import { Select } from '../../ui/select.tsx';
import type { ModelRef } from './route-settings.ts';
import { useModels, type ModelKindName } from './use-models.ts';

interface ModelChoiceProps {
  readonly kind: ModelKindName;
  readonly value: ModelRef | null;
  readonly onChange: (model: ModelRef | null) => void;
  readonly id?: string;
  readonly label?: string;
}

/** One of the models of a kind, or none. */
export function ModelChoice({ kind, value, onChange, ...names }: ModelChoiceProps) {
  const text = useText();
  const models = useModels(kind).data?.data ?? [];
  const known = value === null || models.some((model) => keyOf(model) === keyOf(value));
  const all: readonly ModelRef[] = known || value === null ? models : [value, ...models];
  return (
    <Select
      {...names}
      value={value === null ? '' : keyOf(value)}
      onChange={(key) => onChange(all.find((model) => keyOf(model) === key) ?? null)}
      options={[
        { value: '', label: text('models.none') },
        ...all.map((model) => ({ value: keyOf(model), label: model.name, hint: model.provider })),
      ]}
    />
  );
}

function keyOf({ provider, name }: ModelRef): string {
  return `${provider}/${name}`;
}

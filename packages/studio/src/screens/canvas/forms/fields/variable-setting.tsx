import type { Variable, VariableScope } from '../../../../editor/variable-scope.ts';
import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { selectorIn, valueAt, type Path } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { Setting } from './setting.tsx';

interface VariableSettingProps {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly accepts?: readonly string[];
  /** What may be chosen; what the node can read when absent. */
  readonly scope?: VariableScope;
  readonly clearable?: boolean;
  /** More to do with a choice than setting it. */
  readonly onChoose?: (variable: Variable | null) => void;
}

/** A setting that names one variable. */
export function VariableSetting({
  path,
  accepts,
  scope,
  clearable = false,
  onChoose,
  ...field
}: VariableSettingProps) {
  const { config, set, variables } = useNodeForm();
  return (
    <Setting path={path} deep {...field}>
      {(ids) => (
        <VariablePicker
          {...ids}
          label={field.label}
          value={selectorIn(valueAt(config, path))}
          variables={scope ?? variables}
          accepts={accepts}
          clearable={clearable}
          onChange={(selector, variable) => {
            set(field.label, path, [...selector]);
            onChoose?.(variable);
          }}
        />
      )}
    </Setting>
  );
}

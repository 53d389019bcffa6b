import type { ReactNode } from 'react';
import { Field, type ControlIds } from '../../../../ui/field.tsx';
import { pathText, type Path } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

interface SettingProps {
  /** Where it stands in the settings; problems of that place are shown here. */
  readonly path: Path;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly required?: boolean;
  readonly aside?: ReactNode;
  /** Whether problems below the place are shown here too. */
  readonly deep?: boolean;
  readonly children: (ids: ControlIds) => ReactNode;
}

/** A labelled control that is joined to a place of the settings. */
export function Setting({ path, deep = false, children, ...field }: SettingProps) {
  const { problem } = useNodeForm();
  return (
    <div data-path={pathText(path)}>
      <Field {...field} error={problem(path, deep)}>
        {children}
      </Field>
    </div>
  );
}

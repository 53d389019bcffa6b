import type { FormField } from '@outpost/contracts';
import { formFieldsOf } from '@outpost/dsl';
import { useMemo, useState } from 'react';
import { useEditor, useEditorStore } from '../view/editor-context.tsx';
import { initialValues, inputsToSend, missingFields, type FormValues } from './run-inputs.ts';

// What was typed for an app stays while the studio is open, also when the panel is closed.
const typedByApp = new Map<string, FormValues>();

/** The form that the draft asks before it runs, with what was typed into it. */
export function useRunForm(): {
  readonly fields: readonly FormField[];
  readonly values: FormValues;
  readonly put: (name: string, value: unknown) => void;
  readonly missing: readonly string[];
  readonly inputs: () => FormValues;
} {
  const { appId } = useEditorStore();
  const document = useEditor((state) => state.document);
  const fields = useMemo(() => formFieldsOf(document), [document]);
  const [typed, setTyped] = useState<FormValues>(() => typedByApp.get(appId) ?? {});
  const values = { ...initialValues(fields), ...typed };
  return {
    fields,
    values,
    put(name, value) {
      const next = { ...typed, [name]: value };
      typedByApp.set(appId, next);
      setTyped(next);
    },
    missing: missingFields(fields, values),
    inputs: () => inputsToSend(fields, values),
  };
}

import { isTree, type Tree } from '../reading/shape.ts';

/** One input of a form as a start node declares it: `type`, `variable`, `label` and what belongs to its type. */
export type FormInput = Tree & { readonly type: string; readonly variable: string };

/** The inputs of `user_input_form`, a list of maps with the input's type as their only key. */
export function inputsOfForm(form: unknown): readonly FormInput[] {
  if (!Array.isArray(form)) return [];
  return form.flatMap((entry: unknown) =>
    isTree(entry)
      ? Object.entries(entry).flatMap(([type, input]) =>
          isTree(input) && typeof input['variable'] === 'string' && input['variable'] !== ''
            ? [{ ...input, type, variable: input['variable'] }]
            : [],
        )
      : [],
  );
}

/** The inputs of a start node as `user_input_form` lists them. */
export function formOfInputs(variables: unknown): readonly Tree[] {
  if (!Array.isArray(variables)) return [];
  return variables.flatMap((input: unknown) => {
    if (!isTree(input)) return [];
    const { type, ...rest } = input;
    return [{ [typeof type === 'string' ? type : 'text-input']: rest }];
  });
}

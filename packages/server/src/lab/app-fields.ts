import { isChatMode, type AppDocument } from '@outpost/contracts';
import { featuresOf } from '@outpost/dsl';

/** An input of an app's form. */
export interface AppField {
  readonly name: string;
  readonly label: string;
  /** An input type of app files: `paragraph`, `number`, … */
  readonly type: string;
  readonly required: boolean;
  readonly options: readonly string[];
}

/** What an app asks for before it runs. */
export function appFields(document: AppDocument): readonly AppField[] {
  return featuresOf(document).user_input_form.flatMap((entry) =>
    Object.entries(entry).flatMap(([type, field]) => {
      const { variable, label, required, options } = treeOf(field);
      if (typeof variable !== 'string' || variable === '') return [];
      return [
        {
          name: variable,
          label: typeof label === 'string' ? label : variable,
          type: former[type] ?? type,
          required: required === true,
          options: Array.isArray(options) ? options.map(String) : [],
        },
      ];
    }),
  );
}

/** Whether an app is asked a question beside its inputs. */
export function hasQuestion(document: AppDocument): boolean {
  return isChatMode(document.profile.mode);
}

/** Names of types in old files. */
const former: Readonly<Record<string, string>> = {
  files: 'file-list',
  'multi-files': 'file-list',
  'single-file': 'file',
  json: 'json_object',
};

function treeOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

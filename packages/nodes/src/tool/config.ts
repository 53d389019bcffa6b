import { z } from 'zod';
import { lenientRecord, lenientText } from '../placeholder/lenient-fields.ts';

/** How a parameter is given: a text with references, a value as it is, or a variable. */
export interface GivenParameter {
  readonly type: 'mixed' | 'constant' | 'variable';
  readonly value: unknown;
}

export const toolSchema = z
  .object({
    provider_id: lenientText,
    provider_name: lenientText,
    provider_type: lenientText,
    tool_name: lenientText,
    tool_label: lenientText,
    credential_id: lenientText,
    tool_parameters: lenientRecord,
    tool_configurations: lenientRecord,
    output_schema: lenientRecord,
  })
  .transform((fields) => ({
    ...fields,
    given: {
      ...givenIn(fields.tool_configurations),
      ...givenIn(fields.tool_parameters),
    },
  }));

export type ToolConfig = z.output<typeof toolSchema>;

/** What is null was not given. Old files hold form values as they are. */
function givenIn(
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, GivenParameter>> {
  const given: Record<string, GivenParameter> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined) continue;
    const { type, value: inner } =
      typeof value === 'object' && 'type' in value && 'value' in value
        ? value
        : { type: 'constant', value };
    if (inner === null || inner === undefined) continue;
    given[name] = {
      type: type === 'variable' || type === 'mixed' ? type : 'constant',
      value: inner,
    };
  }
  return given;
}

import {
  renderTemplate,
  valueAtPath,
  type Selector,
  type Value,
  type Values,
  type Variables,
} from '@outpost/contracts';

/** The surroundings with one scope's values replaced or added. */
export function withVariables(base: Variables, scope: string, values: Values): Variables {
  const get = (selector: Selector): Value | undefined => {
    const [given, name = '', ...path] = selector;
    const value = given === scope && Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? base.get(selector) : valueAtPath(value, path);
  };
  return {
    get,
    render: (template) => renderTemplate(template, get),
    scope: (name) => (name === scope ? { ...base.scope(name), ...values } : base.scope(name)),
  };
}

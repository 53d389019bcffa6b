/** The environment of a host: what a process needs to run, nothing that could be a secret. */
export function hostEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of allowed) {
    const value = environment[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}

const allowed = ['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'LANG', 'LC_ALL', 'TZ', 'SYSTEMROOT'];

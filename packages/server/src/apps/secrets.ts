/**
 * Secret environment variables of an app: sealed wherever a document is stored, open only for a
 * run and for an export that asks for them, masked for the browser.
 */
import type { AppDocument, SecretBox, StoredVariable } from '@outpost/contracts';

const sealedPrefix = 'sealed:';
const mask = '••••••••';

/**
 * Seals every secret of a document that is about to be stored. A masked value, as the browser got
 * it, means “unchanged”: the earlier document's value stays.
 */
export function sealSecrets(
  document: AppDocument,
  box: SecretBox,
  earlier?: AppDocument,
): AppDocument {
  return mapSecrets(document, (value, { id, name }) => {
    if (value === '' || value.startsWith(sealedPrefix)) return value;
    if (!value.startsWith(mask)) return sealedPrefix + box.encrypt(value);
    const kept = earlier?.environmentVariables.find(
      (known) => known.id === id || known.name === name,
    );
    return typeof kept?.value === 'string' ? kept.value : '';
  });
}

export function openSecrets(document: AppDocument, box: SecretBox): AppDocument {
  return mapSecrets(document, (value) =>
    value.startsWith(sealedPrefix) ? box.decrypt(value.slice(sealedPrefix.length)) : value,
  );
}

/** Shows that a value is there and how it ends, nothing more. */
export function maskSecrets(document: AppDocument, box: SecretBox): AppDocument {
  return mapSecrets(openSecrets(document, box), (value) =>
    value === '' ? '' : mask + (value.length >= 12 ? value.slice(-4) : ''),
  );
}

function mapSecrets(
  document: AppDocument,
  change: (value: string, variable: StoredVariable) => string,
): AppDocument {
  if (!document.environmentVariables.some(({ valueType }) => valueType === 'secret'))
    return document;
  return {
    ...document,
    environmentVariables: document.environmentVariables.map((variable) =>
      variable.valueType === 'secret' && typeof variable.value === 'string'
        ? { ...variable, value: change(variable.value, variable) }
        : variable,
    ),
  };
}

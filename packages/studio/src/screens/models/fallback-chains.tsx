import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ModelChoice } from './model-choice.tsx';
import styles from './models-screen.module.css';
import type { Chain, ModelRef } from './route-settings.ts';
import { useModels } from './use-models.ts';

const fallbacksMax = 10;

/** For a chat model, those to try one after the other when it fails or is too busy. */
export function FallbackChains({
  chains,
  onChange,
}: {
  readonly chains: readonly Chain[];
  readonly onChange: (chains: readonly Chain[]) => void;
}) {
  const text = useText();
  const models = useModels('chat').data?.data ?? [];
  const [first] = models;
  const replace = (index: number, chain: Chain | null): void =>
    onChange(chains.flatMap((old, at) => (at === index ? (chain ?? []) : old)));
  return (
    <section className={styles['part']}>
      <div className={styles['head']}>
        <div>
          <h2>{text('models.chains')}</h2>
          <p className={styles['words']}>{text('models.chainsWords')}</p>
        </div>
        <Button
          icon="add"
          disabled={!first}
          onClick={() =>
            first &&
            onChange([
              ...chains,
              { model: { provider: first.provider, name: first.name }, fallbacks: [] },
            ])
          }
        >
          {text('models.addChain')}
        </Button>
      </div>
      {chains.length > 0 && (
        <ul className={styles['list']}>
          {chains.map((chain, index) => (
            <li key={index} className={styles['chain']}>
              {[chain.model, ...chain.fallbacks].map((model, place) => (
                <ChainLink
                  key={`${place} ${model.provider} ${model.name}`}
                  place={place}
                  model={model}
                  onChange={(next) => replace(index, withLink(chain, place, next))}
                />
              ))}
              <Button
                size="s"
                look="quiet"
                icon="add"
                disabled={chain.fallbacks.length >= fallbacksMax || !first}
                onClick={() =>
                  first &&
                  replace(index, {
                    ...chain,
                    fallbacks: [...chain.fallbacks, { provider: first.provider, name: first.name }],
                  })
                }
              >
                {text('models.thenTry')}
              </Button>
              <span className={styles['grow']} />
              <IconButton
                icon="trash"
                label={text('models.removeChain')}
                onClick={() => replace(index, null)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ChainLink({
  place,
  model,
  onChange,
}: {
  readonly place: number;
  readonly model: ModelRef;
  readonly onChange: (model: ModelRef | null) => void;
}) {
  const text = useText();
  return (
    <>
      {place > 0 && <Icon name="arrowRight" />}
      <div className={styles['link']}>
        <ModelChoice
          kind="chat"
          label={place === 0 ? text('models.chainFor') : text('models.fallback', { place })}
          value={model}
          onChange={onChange}
        />
      </div>
    </>
  );
}

/** The chain with another model at a place; none takes the link out, the first one stays. */
function withLink(chain: Chain, place: number, model: ModelRef | null): Chain {
  if (place === 0) return { ...chain, model: model ?? chain.model };
  return {
    ...chain,
    fallbacks: chain.fallbacks.flatMap((old, at) => (at === place - 1 ? (model ?? []) : old)),
  };
}

import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './toast.module.css';

export interface ToastRequest {
  readonly tone?: 'good' | 'danger' | 'info';
  readonly message: string;
  /** The way back or on, e.g. “Undo”. */
  readonly action?: { readonly label: string; readonly onSelect: () => void };
}

interface ShownToast extends ToastRequest {
  readonly id: number;
}

const ToastContext = createContext<((request: ToastRequest) => void) | null>(null);
const shownMs = 5000;
/** Longer, because it is the only way back. */
const shownWithActionMs = 10_000;

/** Short notes at the lower edge. They stay while the pointer or the focus is on them. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const lastId = useRef(0);
  const held = useRef(false);
  const close = useCallback(
    (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)),
    [],
  );
  const show = useCallback(
    (request: ToastRequest) => {
      lastId.current += 1;
      const id = lastId.current;
      setToasts((shown) => [...shown.slice(-3), { ...request, id }]);
      const closeUnlessHeld = (): void => {
        if (held.current) setTimeout(closeUnlessHeld, 1000);
        else close(id);
      };
      setTimeout(closeUnlessHeld, request.action ? shownWithActionMs : shownMs);
    },
    [close],
  );
  const hold = useMemo(
    () => ({
      onPointerEnter: () => void (held.current = true),
      onPointerLeave: () => void (held.current = false),
      onFocus: () => void (held.current = true),
      onBlur: () => void (held.current = false),
    }),
    [],
  );
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div className={styles['region']} role="region" aria-label={text('common.notes')} {...hold}>
        <div aria-live="polite" className={styles['list']}>
          {toasts.map(({ id, tone = 'info', message, action }) => (
            <div key={id} className={classNames(styles['toast'], styles[tone])}>
              <Icon name={tone === 'good' ? 'checkCircle' : tone === 'danger' ? 'alert' : 'info'} />
              <span className={styles['message']}>{message}</span>
              {action && (
                <Button
                  size="s"
                  look="quiet"
                  onClick={() => {
                    close(id);
                    action.onSelect();
                  }}
                >
                  {action.label}
                </Button>
              )}
              <IconButton
                size="s"
                icon="close"
                label={text('common.close')}
                onClick={() => close(id)}
              />
            </div>
          ))}
        </div>
      </div>
    </ToastContext.Provider>
  );
}

/** `const toast = useToast(); toast({ tone: 'good', message })`. */
export function useToast(): (request: ToastRequest) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast needs a ToastProvider above it.');
  return show;
}

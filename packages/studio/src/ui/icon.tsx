import { iconPaths, type IconName } from './icon-paths.ts';

export type { IconName };

interface IconProps {
  readonly name: IconName;
  /** Side in pixels; 16 beside text, 20 alone. */
  readonly size?: number;
  /** Said to readers of the screen; without it the icon is decoration. */
  readonly label?: string;
  readonly className?: string | undefined;
}

/** Our own icons: strokes of 1.6 on a grid of 20. */
export function Icon({ name, size = 16, label, className }: IconProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}

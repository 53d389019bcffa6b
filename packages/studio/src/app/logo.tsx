/** Our sign: a post with its lamp. The same drawing is `public/outpost.svg`. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b6e69" />
      <path
        d="M9 23.5 14.6 8.7c.5-1.3 2.3-1.3 2.8 0L23 23.5M11.6 17.5h8.8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="16" cy="23.2" r="1.9" fill="#ffc46b" />
    </svg>
  );
}

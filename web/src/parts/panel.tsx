import type { ComponentChildren } from "preact";

type PanelProps = {
  readonly id: string;
  readonly title: string;
  /** Words at the right of the heading: what kind, or what is wrong. */
  readonly aside?: ComponentChildren;
  /** Grey: the numbers are old, and the aside says why. */
  readonly isStale?: boolean;
  readonly children: ComponentChildren;
};

/** A named part of the screen. */
export function Panel({ id, title, aside, isStale = false, children }: PanelProps) {
  return (
    <section class={`panel ${id} ${isStale ? "is-stale" : ""}`} aria-labelledby={`${id}-title`}>
      <div class="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <div class="panel-aside">{aside}</div>
      </div>
      {children}
    </section>
  );
}

/** A label with its value; both keep their place whatever the value is. */
export function Fact({
  label,
  title,
  children,
}: {
  readonly label: string;
  readonly title?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="fact" title={title}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

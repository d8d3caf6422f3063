import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Ticked items are choices; undefined is a plain action. */
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly run: () => void;
}

interface Props {
  readonly label: ReactNode;
  readonly name: string;
  readonly items: readonly MenuItem[];
  /** A sentence shown when the pointer rests on the button. */
  readonly hint?: string;
  readonly className?: string;
  readonly disabled?: boolean;
}

/** A button that shows its present value and opens a small menu. Arrows move, Escape and leaving close. */
export function MenuButton({ label, name, items, hint, className = "chip", disabled = false }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
      return;
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const entries = [...(frame.current?.querySelectorAll<HTMLButtonElement>("[data-menu-item]:not(:disabled)") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  return (
    <div
      className="menu-frame"
      ref={frame}
      onKeyDown={onKey}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button ref={button} type="button" className={className} aria-haspopup="menu" aria-expanded={open} aria-label={name} title={hint} disabled={disabled} onClick={() => setOpen(!open)}>
        {label}
      </button>
      {open ? (
        <div className="menu" role="menu" aria-label={name}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              data-menu-item
              role={item.checked === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.checked}
              disabled={item.disabled === true}
              onClick={() => {
                close();
                item.run();
              }}
            >
              <span className="menu-tick" aria-hidden="true">
                {item.checked === true ? "✓" : ""}
              </span>
              <span>{item.label}</span>
              {item.hint === undefined ? null : <kbd>{item.hint}</kbd>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

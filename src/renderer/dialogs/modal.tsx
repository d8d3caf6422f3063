import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { useMessages } from "../messages/messages";
import { Notices } from "../panels/notices";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** `full` fills the window. */
  readonly size?: "normal" | "wide" | "full";
  readonly testId: string;
}

/** A native modal dialog: the browser keeps focus inside, Escape closes, focus goes back to where it was. */
export function Modal({ title, onClose, children, size = "normal", testId }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const { common } = useMessages();
  const isGone = useRef(false);
  // Before the element leaves the page: only a dialog that is closed in it gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    isGone.current = false;
    if (!element.open) element.showModal();
    // The browser would choose the close button; what is typed first has the first say.
    element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => {
      isGone.current = true;
      element.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={size === "normal" ? "modal" : `modal modal-${size}`}
      aria-labelledby={heading}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={(event) => {
        // Without a recent click the browser closes at Escape and asks nobody. An open one is StrictMode's second mount.
        if (!event.currentTarget.open && !isGone.current) onClose();
      }}
      onClick={(event) => {
        // A click on the backdrop arrives at the dialog itself.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="modal-body">
        <header className="modal-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="plain" aria-label={common.close} onClick={onClose}>
            ×
          </button>
        </header>
        {children}
        <Notices inside />
      </div>
    </dialog>
  );
}

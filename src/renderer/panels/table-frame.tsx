import type { ReactNode } from "react";

interface Props {
  /** Headings, one a column; an empty one heads a column of buttons. */
  readonly columns: readonly string[];
  /** The rows (`tr`). */
  readonly children: ReactNode;
  /** What the table holds, for a screen reader. */
  readonly caption?: string | undefined;
  readonly className?: string | undefined;
  readonly testId?: string | undefined;
}

/** A table that scrolls in its own frame, its headings in sight. */
export function TableFrame({ columns, children, caption, className, testId }: Props): ReactNode {
  return (
    <div className={className === undefined ? "table-frame" : `table-frame ${className}`}>
      <table data-testid={testId}>
        {caption === undefined ? null : <caption className="visually-hidden">{caption}</caption>}
        <thead>
          <tr>
            {columns.map((title, column) =>
              title === "" ? (
                <td key={column} />
              ) : (
                <th key={column} scope="col">
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/**
 * Every sentence of the window in English, one section a panel or dialog. Where a number or a name stands in a sentence the
 * entry is a function of it. Another language is one file of this shape (`Messages` in messages.ts).
 */
export const en = {
  common: {
    close: "Close",
    cancel: "Cancel",
  },
};

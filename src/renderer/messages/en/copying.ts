/** What is put on the clipboard. */
export const copying = {
  copying: {
    button: "Copy image",
    saved: (name: string): string => `Saved ${name}`,
    image: "Copied as an image",
    making: "Making the image",
    nothing: "There is nothing to copy: choose a train, or a tab with a plot.",
    failed: "Nothing was copied",
  },
};

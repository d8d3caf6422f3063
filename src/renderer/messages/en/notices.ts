/** What is said of work that runs, ended or failed, and of each change that can be undone. */
export const notices = {
  notices: {
    dismiss: "Dismiss",
    dismissNotice: (title: string): string => `Dismiss: ${title}`,
  },
};

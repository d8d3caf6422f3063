/** Reads the tables of a batch into pandas; it lies beside them as `read_klonos.py`. Standard library and pandas only. */
export const pythonSnippet = `"""Reads the tables of a Klonos batch. import read_klonos; tables = read_klonos.read("DIR"); tables["trains"].groupby("condition")["jitter"].median()"""
import pathlib
import sys

import pandas


def read(folder="."):
    """All tables of the folder as a dict of data frames, with the types of dictionary.tsv."""
    folder = pathlib.Path(folder)
    dictionary = pandas.read_csv(folder / "dictionary.tsv", sep="\\t", na_values=["n/a"], keep_default_na=False)
    kinds = {"text": "string", "number": "float64", "integer": "Int64", "flag": "boolean"}
    tables = {}
    for name, columns in dictionary.groupby("table", sort=False):
        types = dict(zip(columns["column"], columns["type"].map(kinds)))
        tables[name] = pandas.read_csv(folder / f"{name}.tsv", sep="\\t", dtype=types, na_values=["n/a"], keep_default_na=False, quoting=3)
    return tables


if __name__ == "__main__":
    for name, table in read(sys.argv[1] if len(sys.argv) > 1 else ".").items():
        print(f"{name}: {len(table)} rows, {len(table.columns)} columns")
`;

/** The same for R, without packages, as `read_klonos.R`. */
export const rSnippet = `# Reads the tables of a Klonos batch: source("read_klonos.R"); tables <- read_klonos("DIR"); aggregate(jitter ~ condition, tables$trains, median)
read_klonos <- function(folder = ".") {
  tsv <- function(name, ...) read.delim(file.path(folder, paste0(name, ".tsv")), na.strings = "n/a", quote = "", comment.char = "", check.names = FALSE, encoding = "UTF-8", ...)
  dictionary <- tsv("dictionary", colClasses = "character")
  kinds <- c(text = "character", number = "numeric", integer = "integer", flag = "character")
  names <- unique(dictionary$table)
  tables <- lapply(names, function(name) {
    columns <- dictionary[dictionary$table == name, ]
    table <- tsv(name, colClasses = setNames(kinds[columns$type], columns$column))
    for (flag in columns$column[columns$type == "flag"]) table[[flag]] <- as.logical(toupper(table[[flag]]))
    table
  })
  setNames(tables, names)
}

if (sys.nframe() == 0) {
  folder <- commandArgs(trailingOnly = TRUE)
  tables <- read_klonos(if (length(folder) > 0) folder[1] else ".")
  for (name in names(tables)) cat(sprintf("%s: %d rows, %d columns\\n", name, nrow(tables[[name]]), ncol(tables[[name]])))
}
`;

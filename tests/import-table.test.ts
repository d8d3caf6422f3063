import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * Who may import whom (ARCHITECTURE.md). `run` = at run time, `types` = only as types. A room may always import itself, and
 * every room may import the leaves of core at run time. What is not listed is refused.
 */
type Reach = "run" | "types";
const TABLE: Readonly<Record<string, Readonly<Record<string, Reach>>>> = {
  core: {},
  formats: { core: "run" },
  words: {},
  figure: { core: "types", words: "run" },
  protocol: { core: "types" },
  project: { core: "types", protocol: "run" },
  services: { core: "run", formats: "run", figure: "run", protocol: "types" },
  node: { core: "types", formats: "types", figure: "types", protocol: "run", project: "run", services: "run", "node:": "run" },
  main: { protocol: "run", node: "run", electron: "run", "node:": "run" },
  preload: { protocol: "types", electron: "run" },
  cli: { core: "run", protocol: "run", services: "run", node: "run", "node:": "run" },
  renderer: { core: "types", words: "run", protocol: "run", project: "run" },
  web: { formats: "types", protocol: "run", services: "run", renderer: "run", figure: "types" },
};

/** Modules of core without imports (but types) of their own that carry no method: errors, positions, settings, kinds of mark, derived channels, the style of a figure, the template of a report, units, what a person says of a channel and of an import. */
const LEAVES = new Set(["core/errors", "core/timeline", "core/settings", "core/mark-kinds", "core/derivation", "core/figure-style", "core/report-template", "core/units", "core/channel-overrides", "core/import-recipe"]);

/** npm packages and the only rooms (or files) that may import them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "dsp.js": ["core/signal/fft"],
  papaparse: ["formats"],
  uplot: ["renderer/plots/uplot-canvas"],
  react: ["renderer"],
  "react-dom": ["renderer"],
  zustand: ["renderer"],
  valibot: ["protocol", "project", "main"],
  "pdf-lib": ["figure"],
  "@pdf-lib/fontkit": ["figure"],
  "@resvg/resvg-wasm": ["figure"],
  "hash-wasm": ["services"],
  "hyparquet-writer": ["services"],
  h5wasm: ["formats/matlab/hdf5-file"],
};

interface Edge {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "src");

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function edgesOf(path: string): Edge[] {
  const file = relative(source, path).split(sep).join("/").replace(/\.tsx?$/, "");
  const tree = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  const edges: Edge[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const bare = specifier.split("?")[0]!;
    edges.push({ file, target: bare.startsWith(".") ? posix.join(posix.dirname(file), bare) : bare, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const allTypes = named !== undefined && ts.isNamedImports(named) && clause?.name === undefined && named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
      add(node.moduleSpecifier.text, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(tree) === "require")) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteral(argument)) add(argument.text, false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      add(node.argument.literal.text, true);
    } else if (ts.isNewExpression(node) && node.expression.getText(tree) === "URL") {
      const [argument, base] = node.arguments ?? [];
      if (argument !== undefined && ts.isStringLiteral(argument) && base?.getText(tree) === "import.meta.url") add(argument.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return edges;
}

const edges = sourceFiles(source).flatMap(edgesOf);
const roomOf = (file: string): string => file.split("/")[0]!;

function isAllowed(edge: Edge): boolean {
  const room = roomOf(edge.file);
  const row = TABLE[room];
  if (row === undefined) return false;
  if (edge.target.startsWith("node:")) return row["node:"] !== undefined;
  if (edge.target === "electron") return row["electron"] !== undefined;
  if (edge.target.startsWith("../assets/") || /\.(css|wasm|ttf|woff2|edf)$/.test(edge.target)) return true;
  const target = roomOf(edge.target);
  if (target in TABLE) {
    if (target === room) return true;
    if (LEAVES.has(edge.target)) return true;
    const reach = row[target];
    return reach === "run" || (reach === "types" && edge.typeOnly);
  }
  const name = edge.target.startsWith("@") ? edge.target.split("/").slice(0, 2).join("/") : edge.target.split("/")[0]!;
  return PACKAGES[name]?.some((place) => edge.file === place || room === place) ?? false;
}

describe("import table", () => {
  it("sees the imports at all", () => {
    expect(edges.length).toBeGreaterThan(50);
    expect(new Set(edges.map((edge) => roomOf(edge.file)))).toEqual(new Set(Object.keys(TABLE)));
  });

  it("has no edge that is not in the table", () => {
    expect(edges.filter((edge) => !isAllowed(edge)).map((edge) => `${edge.file} → ${edge.target}${edge.typeOnly ? " (types)" : ""}`)).toEqual([]);
  });

  it("has no permission that nobody uses", () => {
    const unused: string[] = [];
    for (const [room, row] of Object.entries(TABLE)) {
      for (const [target, reach] of Object.entries(row)) {
        const uses = edges.filter((edge) => roomOf(edge.file) === room && (target.endsWith(":") ? edge.target.startsWith(target) : roomOf(edge.target) === target) && !LEAVES.has(edge.target));
        const needed = reach === "run" ? uses.some((edge) => !edge.typeOnly) : uses.length > 0;
        if (!needed) unused.push(`${room} → ${target} (${reach})`);
      }
    }
    for (const [name, places] of Object.entries(PACKAGES)) {
      for (const place of places) {
        const used = edges.some((edge) => (edge.target === name || edge.target.startsWith(`${name}/`)) && (edge.file === place || roomOf(edge.file) === place));
        if (!used) unused.push(`${place} → ${name}`);
      }
    }
    expect(unused).toEqual([]);
  });

  it("keeps the leaves free of everything that is not a leaf", () => {
    const reached = edges.filter((edge) => LEAVES.has(edge.file) && !edge.typeOnly).filter((edge) => !LEAVES.has(edge.target) && !edge.target.startsWith("core/settings/"));
    expect(reached).toEqual([]);
  });

  it("lets a format know only the formats that it is made of, and only the registry all of them", () => {
    const madeOf = new Set(["bids → edf", "matlab → archives", "otb → archives", "text → csv", "xdf → csv"]);
    const folderOf = (file: string): string => (file.startsWith("formats/") && file.split("/").length > 2 ? file.split("/")[1]! : "");
    const across = edges.filter(({ file, target }) => file.startsWith("formats/") && file !== "formats/registry" && folderOf(target) !== "" && folderOf(target) !== folderOf(file));
    const seen = new Set(across.map(({ file, target }) => `${folderOf(file) || file} → ${folderOf(target)}`));
    expect(seen).toEqual(madeOf);
  });

  it("has no cycle of files", () => {
    const graph = new Map<string, string[]>();
    for (const edge of edges) if (!edge.typeOnly) graph.set(edge.file, [...(graph.get(edge.file) ?? []), edge.target]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
        return;
      }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
      done.add(file);
    };
    for (const file of graph.keys()) walk(file, []);
    expect(cycles).toEqual([]);
  });
});

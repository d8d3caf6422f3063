import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";

const text = (start: string, length = 600): Uint8Array => Uint8Array.from({ length }, (_, k) => (k < start.length ? start.charCodeAt(k) : (k * 37) % 256));

function acq(little: boolean): Uint8Array {
  const bytes = new Uint8Array(2000);
  const view = new DataView(bytes.buffer);
  view.setInt32(2, 84, little);
  view.setInt32(6, 1894, little);
  view.setInt16(10, 4, little);
  view.setFloat64(16, 0.5, little);
  return bytes;
}
const binary = text("\u0001\u0000\u0002\u0003");

describe("closed formats: named, with the way out", () => {
  it.each([
    ["x.adicht", binary, "LabChart", "LabChart Text File"],
    ["x.dat", text("CFWB\u0001\u0000"), "LabChart", "LabChart Text File"],
    ["x.bin", acq(true), "AcqKnowledge", "Save As"],
    ["x.bin", acq(false), "AcqKnowledge", "Save As"],
    ["x.acq", binary, "AcqKnowledge", "Save As"],
    ["x.bin", text(" ndf\u0000\u0000"), "NDF", "EDF"],
    ["x.erd", binary, "Natus", "EDF"],
    ["x.e", binary, "Nicolet", "EDF"],
    ["x.kpf", binary, "Keypoint", "ASCII"],
    ["x.ez3", binary, "Cadwell", "EDF"],
    ["x.eas", Uint8Array.from({ length: 400 }, (_, k) => (k < 100 ? 200 : 20 + (k % 200))), "Cadwell", "EDF"],
    ["x.eeg", text("EEG-1100A V01.00\u0000"), "Nihon Kohden", "EDF+"],
    ["x.trc", text("* MICROMED  Brain-Quick file *"), "Micromed", "EDF"],
    ["x.bin", text("S64\u0000\u0000"), "Spike2", ".smr"],
    ["x.rhs", Uint8Array.of(0xac, 0x27, 0x91, 0xd6, ...new Uint8Array(100)), "Intan", ".rhd"],
    ["x.hpf", binary, "Delsys", "CSV"],
    ["x.cfs", text("CEDFILEW"), "CED Signal", "MATLAB"],
    ["x.nev", text("NEURALEV"), "Blackrock", "EDF"],
    ["x.txt", Uint8Array.from(Buffer.from("Time (s)\tR SOL (mV)\n0\t0.1\n", "utf16le")), "UTF-16", "UTF-8"],
    ["sub-1_task-x_channels.tsv", new TextEncoder().encode("name\ttype\tunits\nSOL\tEMG\tuV\n"), "BIDS", "_emg.edf"],
    ["x.eeg", text("\u0082\u0003"), "BrainVision", ".vhdr"],
    ["100.atr", text("\u0012\u0003"), "WFDB", ".hea"],
    ["x.ncs", text("######## Neuralynx Data File Header"), "Neuralynx", "EDF"],
  ])("%s (%#): %s", async (name, bytes, maker, way) => {
    const refusal = await openRecording(memorySource(name, bytes)).catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ record: { code: "unknown-format" } });
    expect((refusal as Error).message).toContain(maker);
    expect((refusal as Error).message).toContain(way);
  });

  it("a readable file is read, whatever its name ends with", async () => {
    const table = new TextEncoder().encode(`time (s),EMG (mV)\n${Array.from({ length: 50 }, (_, k) => `${k / 1000},${k % 7}`).join("\n")}\n`);
    for (const name of ["x.e", "x.arc", "x.etc", "x.myo"]) expect((await openRecording(memorySource(name, table))).header.channels.length).toBe(1);
  });
});

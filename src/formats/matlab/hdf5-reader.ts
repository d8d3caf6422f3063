import type { Cancel } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { openHdf5 } from "./hdf5-file";
import { openSignalsLayout } from "./hdf5-opensignals";
import { hdf5Root } from "./hdf5-values";
import { createMatReader, findMatLayout } from "./mat-recording";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { latin1Text } from "../text-decoding";

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Where the superblock may begin ("HDF5 File Format Specification", II.A), as far as the first bytes reach. */
const PLACES = [0, 512, 1024, 2048] as const;
const MATLAB = /^MATLAB 7\.3 MAT-file/;

async function open(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const isMatlab = MATLAB.test(latin1Text(await source.read(0, Math.min(source.size, 32), cancel)));
  const file = await openHdf5(source);
  try {
    const known = options.variable === undefined ? await openSignalsLayout(file, cancel) : undefined;
    const layout = known ?? (await findMatLayout(source.name, await hdf5Root(file, cancel), options, cancel));
    file.forget();
    return createMatReader(source, isMatlab ? "MATLAB 7.3" : "HDF5", layout, options, [], async () => {
      await file.close();
      await source.close();
    });
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/**
 * HDF5: OpenSignals of PLUX, MATLAB 7.3, and others whose datasets name themselves. The library reads only the bytes it needs, so
 * memory does not grow with the file.
 */
export const hdf5Format: RecordingFormat = {
  id: "hdf5",
  title: "HDF5 (OpenSignals .h5, MATLAB 7.3 .mat)",
  extensions: ["h5", "hdf5", "mat"],
  takes: ["samplingHz", "unit", "variable", "columns"],
  recognise: (head) => PLACES.some((place) => SIGNATURE.every((byte, k) => head[place + k] === byte)) || MATLAB.test(latin1Text(head.subarray(0, 32))),
  open,
};

import { describeByteSource } from "../contracts/byte-source-contract";
import { blobSource } from "../../src/web/blob-source";

describeByteSource("blob source", (bytes) => Promise.resolve(blobSource("recording.edf", new Blob([new Uint8Array(bytes)]))));

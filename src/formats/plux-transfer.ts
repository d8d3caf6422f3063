/** How a sensor's counts become volts at the electrodes: (count / 2^bits − 1/2) · supply / gain. */
interface Transfer {
  readonly supplyVolts: number;
  readonly gain: number;
}

/** Counts of one sensor in volts: (count − zero) · scale. */
export interface CountScale {
  readonly zero: number;
  readonly voltsPerCount: number;
  /** Volts of the lowest and the highest count. */
  readonly range: readonly [number, number];
}

/** Supply of the devices, PLUX sensor data sheets. */
const PLUX_VOLTS = 3;
const BITALINO_VOLTS = 3.3;

const PLUX_DEVICE = /^(bioplux(_exp)?|biosignalsplux|rachimeter|channeller|swifter|ddme_openbanplux)$/;
const BITALINO_OLD = /^bitalino$/;
const BITALINO_NEW = /^bitalino_(rev|riot)$/;

/**
 * Gains by sensor and device, from the transfer functions in the PLUX and BITalino data sheets (as in PLUX' own biosignalsnotebooks):
 * EMG 1000 (biosignalsplux), 1008 (BITalino), 1009 (BITalino (r)evolution); ECG 1019, 1100; EEG 41990, 40000.
 */
function transferOf(sensor: string, device: string): Transfer | undefined {
  const isPlux = PLUX_DEVICE.test(device);
  const isOld = BITALINO_OLD.test(device);
  const isNew = BITALINO_NEW.test(device);
  if (!isPlux && !isOld && !isNew) return undefined;
  const supplyVolts = isPlux ? PLUX_VOLTS : BITALINO_VOLTS;
  if (/^EMG(BIT|BITREV)?$/i.test(sensor)) return { supplyVolts, gain: isPlux ? 1000 : isOld ? 1008 : 1009 };
  if (/^ECG(BIT|BITREV)?$/i.test(sensor)) return { supplyVolts, gain: isPlux ? 1019 : 1100 };
  if (/^EEG(BIT|BITREV)?$/i.test(sensor) && !isOld) return { supplyVolts, gain: isPlux ? 41990 : 40000 };
  return undefined;
}

/** The documented transfer function of a sensor, undefined where none is documented for the pair of sensor and device. */
export function countScale(sensor: string, device: string, bits: number): CountScale | undefined {
  const transfer = transferOf(sensor.trim(), device.trim().toLowerCase());
  if (transfer === undefined) return undefined;
  const full = 2 ** bits;
  const voltsPerCount = transfer.supplyVolts / full / transfer.gain;
  return { zero: full / 2, voltsPerCount, range: [(-full / 2) * voltsPerCount, (full / 2 - 1) * voltsPerCount] };
}

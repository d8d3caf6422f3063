import type { Estimate, Interval, Measured } from "../result";
import type { MeasureWithInterval } from "../trains/rhythm-measures";
import type { Measurement } from "../verdict/evidence";
import { isMeasured } from "../verdict/evidence";

/** Collects the numbers of a train and, for those that could not be had, the reasons. */
export class Measures {
  readonly missing: Record<string, string> = {};

  take<T>(field: string, measurement: Measurement<T>, value: (measured: T) => number | undefined): Measured {
    if (!isMeasured(measurement)) return this.absent(field, measurement.missing);
    const number = value(measurement);
    return number !== undefined && Number.isFinite(number) ? number : this.absent(field, "The value is not defined for this train.");
  }

  interval<T>(field: string, measurement: Measurement<T>, value: (measured: T) => readonly [number, number]): Interval {
    if (!isMeasured(measurement)) {
      this.absent(field, measurement.missing);
      return null;
    }
    const [low, high] = value(measurement);
    if (Number.isFinite(low) && Number.isFinite(high)) return [low, high];
    this.absent(field, "The interval is not defined for this train.");
    return null;
  }

  /** A value with its interval; `reason` is given for whichever is undefined. */
  estimate(field: string, { value, interval }: MeasureWithInterval, reason: string, intervalReason = reason): Estimate {
    return {
      value: value !== undefined && Number.isFinite(value) ? value : this.absent(`${field}.value`, reason),
      ci: interval !== undefined && interval.every(Number.isFinite) ? interval : this.absent(`${field}.ci`, value === undefined ? reason : intervalReason),
    };
  }

  /** A number, or null with its reason. */
  number(field: string, value: number | undefined, reason: string): Measured {
    return value !== undefined && Number.isFinite(value) ? value : this.absent(field, reason);
  }

  absent(field: string, reason: string): null {
    this.missing[field] = reason;
    return null;
  }
}
